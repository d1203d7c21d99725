import { code, join, literal, verbatim, type Code } from "../generator/emit/code.js";
import { mostArguments, type PairedMethod, type Parameter } from "../generator/plan/methods.js";
import { runtimeType } from "./runtime.js";

/** What stands in a signature for a method: its type parameters, its parameters, and what it hands on. */
export interface Signature {
  readonly generics: Code | null;
  readonly parameters: Code;
  readonly passed: Code;
  /** How many arguments it takes; null is any number. */
  readonly most: number | null;
}

/** What the names that a queryset annotates are called in a class's methods: `A`, or `object` where it has none. */
export interface MethodScope {
  readonly annotations: Code;
  /** Whose methods they are. */
  readonly of?: "queryset" | "instance";
  /** What stands in a doc comment below the summary, for the methods that have an example. */
  readonly example?: (method: string, name: string, awaits: boolean) => string;
}

/** The model, as the classes that all models share see it. */
export const MODEL = verbatim("M");

/** A type that the model names: `M["key"]`. */
const of = (name: string) => code`${MODEL}[${literal(name)}]`;
const [INSTANCE, CREATE, UPDATE, KEY] = [of("instance"), of("made"), of("update"), of("key")];

interface Printed {
  readonly generics?: Code;
  readonly parameter: Code;
  readonly passed: Code;
}

/** The keys are checked by the values under them: a narrower constraint costs the checker more than it finds. */
const KEYWORDS = verbatim("K extends string = never");

const lookup = (): Printed => ({
  generics: KEYWORDS,
  parameter: code`lookup: ${runtimeType("Keywords")}<${MODEL}, object, K> & ${runtimeType("Hints")}<${MODEL}, object>`,
  passed: verbatim("lookup"),
});

const printers: Readonly<Record<Parameter, (types: MethodScope) => Printed>> = {
  conditions: (types) => ({
    generics: KEYWORDS,
    parameter: code`...conditions: ${runtimeType("Conditions")}<${MODEL}, ${types.annotations}, K>`,
    passed: verbatim("conditions"),
  }),
  conditionsMaybe: (types) => ({
    generics: KEYWORDS,
    parameter: code`...conditions: ${runtimeType("MaybeConditions")}<${MODEL}, ${types.annotations}, K>`,
    passed: verbatim("conditions"),
  }),
  orderNames: (types) => ({
    generics: orderGeneric,
    parameter: orderParameter(types),
    passed: verbatim("fields"),
  }),
  instance: () => ({ parameter: code`instance: ${INSTANCE}`, passed: verbatim("instance") }),
  keys: () => ({
    generics: code`F extends ${MODEL}["uniqueNames"] = never`,
    parameter: code`keys?: ${runtimeType("Listed")}<${runtimeType("BulkKey")}<${MODEL}, F>>`,
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
  create: () => ({
    parameter: code`...values: ${runtimeType("CreateArguments")}<${CREATE}>`,
    passed: verbatim("...values"),
  }),
  instances: () => ({
    parameter: code`instances: ${runtimeType("Listed")}<${INSTANCE}>`,
    passed: verbatim("instances"),
  }),
  fieldNames: () => ({
    parameter: code`fields: readonly ${runtimeType("FieldName")}<${MODEL}>[]`,
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
  relatedItemsToMake: () => ({
    parameter: code`items: ${runtimeType("Listed")}<Omit<${CREATE}, Back>>`,
    passed: verbatim("items"),
  }),
  relatedLookup: lookup,
  relatedCreateOptions: () =>
    linked(code`{ readonly defaults?: ${runtimeType("Defaults")}<Omit<${CREATE}, Back>> }`),
  relatedUpdateOptions: () =>
    linked(code`{
      readonly defaults?: ${runtimeType("Defaults")}<${UPDATE}>;
      readonly createDefaults?: ${runtimeType("Defaults")}<Omit<${CREATE}, Back>>;
    }`),
  relatedBulkOptions: () =>
    linked(code`${runtimeType("BulkCreateOptions")}<${runtimeType("FieldName")}<${MODEL}>>`),
  relatedAdded: () => ({
    parameter: code`...items: ${runtimeType("AddedItems")}<${INSTANCE} | ${KEY}, Through, Back>`,
    passed: verbatim("items"),
  }),
  relatedList: () => ({
    parameter: code`items: ${runtimeType("Listed")}<${INSTANCE} | ${KEY}> | ${runtimeType("SameModel")}<${MODEL}>`,
    passed: verbatim("items"),
  }),
  setOptions: () => linked(code`{ readonly clear?: boolean } & ${runtimeType("BulkOption")}<Back>`),
  clearOptions: () => ({
    parameter: code`...options: ${runtimeType("ClearArguments")}<Back>`,
    passed: verbatim("...options"),
  }),
  createRelated: () => ({
    parameter: code`...values: ${runtimeType("CreateArguments")}<Omit<${CREATE}, Back>, ${runtimeType("LinkArguments")}<Through>>`,
    passed: verbatim("...values"),
  }),
  items: () => ({
    parameter: code`items: ${runtimeType("Listed")}<${INSTANCE} | ${CREATE}>`,
    passed: verbatim("items"),
  }),
  bulkOptions: () => ({
    parameter: code`options: ${runtimeType("BulkCreateOptions")}<${runtimeType("FieldName")}<${MODEL}>> = {}`,
    passed: verbatim("options"),
  }),
  lookup,
  createOptions: () => ({
    parameter: code`options: { readonly defaults?: ${runtimeType("Defaults")}<${CREATE}> } = {}`,
    passed: verbatim("options"),
  }),
  updateOptions: () => ({
    parameter: code`options: {
      readonly defaults?: ${runtimeType("Defaults")}<${UPDATE}>;
      readonly createDefaults?: ${runtimeType("Defaults")}<${CREATE}>;
    } = {}`,
    passed: verbatim("options"),
  }),
  update: ({ annotations }) => ({
    parameter: code`values: ${UPDATE} | ((f: ${runtimeType("Refs")}<${MODEL}, ${annotations}>) => ${UPDATE})`,
    passed: verbatim("values"),
  }),
  relatedItems: () => ({
    parameter: code`...items: ${runtimeType("RemovedItems")}<${INSTANCE} | ${KEY}, Back>`,
    passed: verbatim("items"),
  }),
  aggregates: ({ annotations }) => ({
    generics: code`const E extends Readonly<Record<string, ${runtimeType("Expression")}>>`,
    parameter: code`aggregates: E | ((f: ${runtimeType("Refs")}<${MODEL}, ${annotations}>) => E)`,
    passed: verbatim("aggregates"),
  }),
  saveOptions: () => ({
    parameter: code`options: { readonly only?: readonly ${runtimeType("FieldName")}<${MODEL}>[]; readonly changed?: boolean; readonly insert?: boolean; readonly update?: boolean; readonly using?: string } = {}`,
    passed: verbatim("options"),
  }),
  deleteOptions: () => ({
    parameter: verbatim("options: { readonly using?: string } = {}"),
    passed: verbatim("options"),
  }),
  validateOptions: () => ({
    parameter: code`options: { readonly exclude?: readonly ${runtimeType("FieldName")}<${MODEL}>[] } = {}`,
    passed: verbatim("options"),
  }),
  columns: () => ({
    parameter: code`...fields: readonly (${runtimeType("FieldName")}<${MODEL}> | { readonly from: ${runtimeType("SameModel")}<${MODEL}> })[]`,
    passed: verbatim("fields"),
  }),
};

/** Options that may have to say what a row in between needs. */
function linked(options: Code): Printed {
  return {
    parameter: code`...options: ${runtimeType("LinkOptions")}<${options}, Through>`,
    passed: verbatim("...options"),
  };
}

/** The parameters that take any number of arguments. */
const LISTS: ReadonlySet<Parameter> = new Set([
  ...(["conditions", "conditionsMaybe", "orderNames", "columns", "relatedAdded", "relatedItems"] as const),
]);

/** Its elements are checked, and offered by editors, as `OrderFields` says. */
export const orderGeneric = verbatim("const P extends readonly unknown[]");

export function orderParameter({ annotations }: MethodScope): Code {
  return code`...fields: ${runtimeType("OrderFields")}<${MODEL}, ${annotations}, P>`;
}

export function signature(method: PairedMethod, types: MethodScope): Signature {
  const printed = method.parameters.map((parameter) => printers[parameter](types));
  const generics = printed.flatMap((each) => each.generics ?? []);
  return {
    generics: generics.length > 0 ? code`<${join(generics, ", ")}>` : null,
    parameters: join(
      printed.map((each) => each.parameter),
      ", ",
    ),
    passed: join([verbatim("this"), ...printed.map((each) => each.passed)], ", "),
    most: method.parameters.some((parameter) => LISTS.has(parameter)) ? null : mostArguments(method),
  };
}
