import { code, join, verbatim, type Code } from "../generator/emit/code.js";
import type { PairedMethod, Parameter } from "../generator/plan/methods.js";
import { runtimeType } from "./runtime.js";

/** What stands in a signature for a method: its type parameters, its parameters, and what it hands on. */
export interface Signature {
  readonly generics: Code | null;
  readonly parameters: Code;
  readonly passed: Code;
}

/** What the parameters of one model's methods are made of. */
export interface ModelTypes {
  readonly name: string;
  /** `BookModel`. */
  readonly type: Code;
  /** The type of the queryset's annotations in scope: `A`, or `object`. */
  readonly annotations: Code;
  readonly key: Code;
  /** What stands in a doc comment below the summary, for the methods that have an example. */
  readonly example?: (method: string, name: string, awaits: boolean) => string;
}

interface Printed {
  readonly generics?: Code;
  readonly parameter: Code;
  readonly passed: Code;
}

const keyword = (types: ModelTypes) =>
  code`K extends ${runtimeType("KeywordName")}<${types.type}, ${types.annotations}> = never`;

const printers: Readonly<Record<Parameter, (types: ModelTypes) => Printed>> = {
  conditions: (types) => ({
    generics: keyword(types),
    parameter: code`...conditions: ${runtimeType("Conditions")}<${types.type}, ${types.annotations}, K>`,
    passed: verbatim("conditions"),
  }),
  conditionsMaybe: (types) => ({
    generics: keyword(types),
    parameter: code`...conditions: ${runtimeType("MaybeConditions")}<${types.type}, ${types.annotations}, K>`,
    passed: verbatim("conditions"),
  }),
  orderNames: (types) => ({
    generics: orderGeneric,
    parameter: orderParameter(types),
    passed: verbatim("fields"),
  }),
  instance: ({ name }) => ({ parameter: code`instance: ${name}`, passed: verbatim("instance") }),
  keys: ({ type }) => ({
    generics: code`F extends ${type}["uniqueNames"] = never`,
    parameter: code`keys?: readonly ${runtimeType("BulkKey")}<${type}, F>[]`,
    passed: verbatim("keys"),
  }),
  inBulkOptions: () => ({
    parameter: verbatim("options: { readonly field?: F } = {}"),
    passed: verbatim("options"),
  }),
  iterateOptions: () => ({
    parameter: verbatim("options: { readonly chunkSize?: number } = {}"),
    passed: verbatim("options"),
  }),
  create: ({ name }) => ({ parameter: code`values: ${name}.Create`, passed: verbatim("values") }),
  instances: ({ name }) => ({
    parameter: code`instances: readonly ${name}[]`,
    passed: verbatim("instances"),
  }),
  fieldNames: ({ type }) => ({
    parameter: code`fields: readonly ${runtimeType("FieldName")}<${type}>[]`,
    passed: verbatim("fields"),
  }),
  batchOptions: () => ({
    parameter: verbatim("options: { readonly batchSize?: number } = {}"),
    passed: verbatim("options"),
  }),
  explainOptions: () => ({
    parameter: code`options: ${runtimeType("ExplainOptions")} = {}`,
    passed: verbatim("options"),
  }),
  rawSql: () => ({ parameter: code`sql: ${runtimeType("Expression")}`, passed: verbatim("sql") }),
  relatedItemsToMake: ({ name }) => ({
    parameter: code`items: readonly Omit<${name}.Create, Back>[]`,
    passed: verbatim("items"),
  }),
  relatedLookup: (types) => ({
    generics: keyword(types),
    parameter: code`lookup: ${runtimeType("Keywords")}<${types.type}, object, K>`,
    passed: verbatim("lookup"),
  }),
  relatedCreateOptions: ({ name }) => ({
    parameter: code`options: { readonly defaults?: ${runtimeType("Defaults")}<Omit<${name}.Create, Back>> } = {}`,
    passed: verbatim("options"),
  }),
  relatedUpdateOptions: ({ name }) => ({
    parameter: code`options: {
      readonly defaults?: ${runtimeType("Defaults")}<${name}.Update>;
      readonly createDefaults?: ${runtimeType("Defaults")}<Omit<${name}.Create, Back>>;
    } = {}`,
    passed: verbatim("options"),
  }),
  createRelated: ({ name }) => ({
    parameter: code`values: Omit<${name}.Create, Back>`,
    passed: verbatim("values"),
  }),
  items: ({ name }) => ({
    parameter: code`items: readonly (${name} | ${name}.Create)[]`,
    passed: verbatim("items"),
  }),
  bulkOptions: ({ type }) => ({
    parameter: code`options: ${runtimeType("BulkCreateOptions")}<${runtimeType("FieldName")}<${type}>> = {}`,
    passed: verbatim("options"),
  }),
  lookup: (types) => ({
    generics: keyword(types),
    parameter: code`lookup: ${runtimeType("Keywords")}<${types.type}, object, K>`,
    passed: verbatim("lookup"),
  }),
  createOptions: ({ name }) => ({
    parameter: code`options: { readonly defaults?: ${runtimeType("Defaults")}<${name}.Create> } = {}`,
    passed: verbatim("options"),
  }),
  updateOptions: ({ name }) => ({
    parameter: code`options: {
      readonly defaults?: ${runtimeType("Defaults")}<${name}.Update>;
      readonly createDefaults?: ${runtimeType("Defaults")}<${name}.Create>;
    } = {}`,
    passed: verbatim("options"),
  }),
  update: ({ name, type, annotations }) => ({
    parameter: code`values: ${name}.Update | ((f: ${runtimeType("Refs")}<${type}, ${annotations}>) => ${name}.Update)`,
    passed: verbatim("values"),
  }),
  relatedItems: ({ name, key }) => ({
    parameter: code`...items: readonly (${name} | ${key})[]`,
    passed: verbatim("items"),
  }),
  aggregates: ({ type, annotations }) => ({
    generics: code`const E extends Readonly<Record<string, ${runtimeType("Expression")}>>`,
    parameter: code`aggregates: E | ((f: ${runtimeType("Refs")}<${type}, ${annotations}>) => E)`,
    passed: verbatim("aggregates"),
  }),
  saveOptions: ({ type }) => ({
    parameter: code`options: { readonly only?: readonly ${runtimeType("FieldName")}<${type}>[]; readonly changed?: boolean } = {}`,
    passed: verbatim("options"),
  }),
  columns: ({ type }) => ({
    parameter: code`...fields: readonly ${runtimeType("FieldName")}<${type}>[]`,
    passed: verbatim("fields"),
  }),
};

/** `set` takes a list, its siblings take the rows one by one. */
function listed(method: PairedMethod, { name, key }: ModelTypes): Printed | null {
  if (method.name !== "set") return null;
  return { parameter: code`items: readonly (${name} | ${key})[]`, passed: verbatim("items") };
}

/** Its elements are checked, and offered by editors, as `OrderFields` says. */
export const orderGeneric = verbatim("const P extends readonly unknown[]");

export function orderParameter({ type, annotations }: ModelTypes): Code {
  return code`...fields: ${runtimeType("OrderFields")}<${type}, ${annotations}, P>`;
}

export function signature(method: PairedMethod, types: ModelTypes): Signature {
  const printed = method.parameters.map((parameter) => listed(method, types) ?? printers[parameter](types));
  const generics = printed.flatMap((each) => each.generics ?? []);
  return {
    generics: generics.length > 0 ? code`<${join(generics, ", ")}>` : null,
    parameters: join(
      printed.map((each) => each.parameter),
      ", ",
    ),
    passed: join([verbatim("this"), ...printed.map((each) => each.passed)], ", "),
  };
}
