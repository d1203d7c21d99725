import type {
  Catalogue,
  CatalogueColumn,
  CatalogueConstraint,
  CatalogueTable,
} from "../migrate/catalogue/catalogue.js";
import {
  parseCheck,
  parseForeignKey,
  parseIndex,
  parseUnique,
} from "../migrate/catalogue/parse-definition.js";
import { foreignKeyName, indexName, lowerCamel, snakeCase, uniqueName, upperFirst } from "../schema/names.js";
import { idCall, printCall, typeCall, type FieldCall } from "./column-call.js";
import { fieldName, freeName } from "./names.js";

/** A model, in parts that are printed. */
export interface InspectedModel {
  readonly name: string;
  readonly comment: string | null;
  readonly fields: readonly {
    readonly name: string;
    readonly comment: string | null;
    readonly code: string;
  }[];
  readonly options: readonly string[];
  /** Models that it refers to. */
  readonly refers: readonly string[];
}

const ACTIONS: Readonly<Record<string, string>> = {
  ...{ CASCADE: "cascade", RESTRICT: "restrict", "SET NULL": "setNull", "SET DEFAULT": "setDefault" },
};

/** The model of a table; `names` gives the models of the tables that have one. */
export function modelOf(
  table: CatalogueTable,
  catalogue: Catalogue,
  names: ReadonlyMap<string, string>,
): InspectedModel {
  const of = (kind: CatalogueConstraint["kind"]) => table.constraints.filter((each) => each.kind === kind);
  const [key] = of("primaryKey");
  const fields: InspectedModel["fields"][number][] = [];
  const fieldOf = new Map<string, string>();
  const options: string[] = [];
  const indexes = table.indexes.flatMap((index) => parseIndex(index) ?? []);
  const uniques = of("unique").flatMap((constraint) => parseUnique(constraint) ?? []);
  const taken = new Set<string>(["pk", "objects"]);
  const references = new Map<string, string>();
  const plainIndex = (column: string) =>
    indexes.find(
      ({ name, columns, unique, using, ops, include, where }) =>
        name === indexName(table.name, [column]) &&
        columns.length === 1 &&
        columns[0]?.name === column &&
        ![unique, using, ops, where, columns[0].descending, include.length > 0].some(
          (each) => each !== null && each !== false,
        ),
    );
  const plainUnique = (column: string) =>
    uniques.find(
      ({ name, columns, nullsNotDistinct, deferrable }) =>
        name === uniqueName(table.name, [column]) &&
        columns.length === 1 &&
        columns[0] === column &&
        !nullsNotDistinct &&
        !deferrable,
    );
  const said = new Set<string>();
  for (const column of table.columns) {
    const isKey = key?.columns.length === 1 && key.columns[0] === column.name;
    const reference = of("foreignKey").find(
      (each) =>
        each.columns.length === 1 &&
        each.columns[0] === column.name &&
        isSayable(each, column, catalogue, names),
    );
    const stem = reference === undefined ? column.name : column.name.replace(/(?:_id|_ID|Id)$/, "");
    const name = freeName(fieldName(stem), taken);
    taken.add(name);
    if (reference !== undefined) taken.add(`${name}Id`);
    fieldOf.set(column.name, name);
    const unique = plainUnique(column.name);
    const index = plainIndex(column.name);
    for (const { name: done } of [...(unique ? [unique] : []), ...(index ? [index] : [])]) said.add(done);
    const shared = columnOptions(column, isKey, unique !== undefined && !isKey);
    let call: FieldCall;
    if (reference === undefined) {
      const id = isKey ? idCall(column) : null;
      call = id ?? typeCall(column.type, catalogue.enums);
      call = id ?? { ...call, options: { ...call.options, ...shared, ...(index && { index: true }) } };
      if (column.generated !== null) {
        const inner = printCall({
          ...call,
          options: { ...typeCall(column.type, catalogue.enums).options, ...(column.null && { null: true }) },
        });
        call = {
          name: "generated",
          argument: inner,
          options: { as: column.generated, ...(unique && { unique: true }), ...(index && { index: true }) },
        };
      }
      if (snakeCase(name) !== column.name)
        call = { ...call, options: { ...call.options, column: column.name } };
    } else {
      const target = names.get(reference.target?.table ?? "") ?? "";
      references.set(name, target);
      call = referenceCall(reference, column, table, target, {
        unique: unique !== undefined,
        index: index !== undefined,
      });
      call = { ...call, options: { ...call.options, ...shared, unique: undefined } };
      if (`${snakeCase(name)}_id` !== column.name)
        call = { ...call, options: { ...call.options, column: column.name } };
    }
    const comment = isPlainComment(column.comment) ? column.comment : null;
    if (comment === null && column.comment !== null)
      call = { ...call, options: { ...call.options, comment: column.comment } };
    fields.push({ name, comment, code: printCall(withoutUndefined(call)) });
  }
  const field = (column: string) => JSON.stringify(fieldOf.get(column) ?? column);
  const usedTwice = repeated([...references.values()]);
  const renamed = fields.map((each) => {
    const target = references.get(each.name);
    if (target === undefined || !usedTwice.has(target)) return each;
    const related = `relatedName: ${JSON.stringify(`${lowerCamel(names.get(table.name) ?? "")}sBy${upperFirst(each.name)}`)}`;
    return { ...each, code: each.code.replace(/ \}\)$/, `, ${related} })`) };
  });
  const model = names.get(table.name) ?? table.name;
  if (snakeCase(model) !== table.name) options.push(`table: ${JSON.stringify(table.name)}`);
  if (!isPlainComment(table.comment) && table.comment !== null)
    options.push(`comment: ${JSON.stringify(table.comment)}`);
  if (key !== undefined && key.columns.length > 1)
    options.push(`primaryKey: [${key.columns.map(field).join(", ")}]`);
  const listed = indexes
    .filter(({ name, nullsNotDistinct }) => !said.has(name) && !nullsNotDistinct)
    .map(({ name, columns, unique, using, ops, include, where }) => {
      const parts = columns.map((each) =>
        each.descending ? `"-${field(each.name).slice(1)}` : field(each.name),
      );
      const more = {
        ...(name !==
          indexName(
            table.name,
            columns.map((each) => each.name),
          ) && { name }),
        ...{
          unique: unique || undefined,
          using: using ?? (ops === null ? undefined : "btree"),
          ops: ops ?? undefined,
          where: where ?? undefined,
        },
        ...(include.length > 0 && { include: include.map((each) => fieldOf.get(each) ?? each) }),
      };
      return `index(${[...parts, ...optionsText(more)].join(", ")})`;
    });
  const constraints = [
    ...uniques
      .filter(({ name }) => !said.has(name))
      .map(({ name, columns, nullsNotDistinct, deferrable }) => {
        const more = {
          ...(name !== uniqueName(table.name, columns) && { name }),
          ...{ nullsNotDistinct: nullsNotDistinct || undefined, deferrable: deferrable || undefined },
        };
        return `unique(${[...columns.map(field), ...optionsText(more)].join(", ")})`;
      }),
    ...of("check").flatMap((each) => {
      const check = parseCheck(each);
      return check === null ? [] : [`check(${JSON.stringify(check.name)}, ${JSON.stringify(check.sql)})`];
    }),
  ];
  if (listed.length > 0) options.push(`indexes: [${listed.join(", ")}]`);
  if (constraints.length > 0) options.push(`constraints: [${constraints.join(", ")}]`);
  return {
    ...{
      name: model,
      comment: isPlainComment(table.comment) ? table.comment : null,
      fields: renamed,
      options,
    },
    refers: [...new Set(references.values())],
  };
}

function columnOptions(column: CatalogueColumn, isKey: boolean, unique: boolean): Record<string, unknown> {
  return {
    ...(isKey && { primaryKey: true }),
    ...(column.null && { null: true }),
    ...(unique && { unique: true }),
    ...(column.default !== null && { dbDefault: column.default }),
  };
}

/** Whether a model can say the foreign key: to the key of a model, whose type the column has. */
function isSayable(
  constraint: CatalogueConstraint,
  { type }: CatalogueColumn,
  { tables }: Catalogue,
  names: ReadonlyMap<string, string>,
): boolean {
  const { target } = constraint;
  if (target?.schema !== "public" || !names.has(target.table) || parseForeignKey(constraint) === null)
    return false;
  const table = tables.find(({ schema, name }) => schema === "public" && name === target.table);
  const key = table?.constraints.find(({ kind }) => kind === "primaryKey");
  const column = table?.columns.find(({ name }) => name === target.columns[0]);
  return key?.columns.length === 1 && key.columns[0] === target.columns[0] && column?.type === type;
}

function referenceCall(
  constraint: CatalogueConstraint,
  column: CatalogueColumn,
  table: CatalogueTable,
  target: string,
  { unique, index }: { readonly unique: boolean; readonly index: boolean },
): FieldCall {
  const parsed = parseForeignKey(constraint);
  const action = parsed?.onDelete == null ? null : (ACTIONS[parsed.onDelete] ?? null);
  const isPossible = action !== "setNull" || column.null;
  return {
    name: unique ? "oneToOne" : "foreignKey",
    argument: `() => ${target}`,
    options: {
      onDelete: action !== null && isPossible ? action : "doNothing",
      ...(action !== null && isPossible && { inDatabase: true }),
      ...(parsed?.onUpdate != null && { onUpdate: ACTIONS[parsed.onUpdate] }),
      ...(parsed?.checked === "immediate" && { deferrable: false }),
      ...(parsed?.checked === "deferrable" && { deferrable: "immediate" }),
      ...(constraint.name !== foreignKeyName(table.name, column.name) && { constraint: constraint.name }),
      ...(!index && !unique && { index: false }),
    },
  };
}

function optionsText(options: Readonly<Record<string, unknown>>): string[] {
  const parts = Object.entries(options).filter(([, value]) => value !== undefined);
  return parts.length === 0
    ? []
    : [`{ ${parts.map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(", ")} }`];
}

function withoutUndefined(call: FieldCall): FieldCall {
  return {
    ...call,
    options: Object.fromEntries(Object.entries(call.options).filter(([, value]) => value !== undefined)),
  };
}

/** What a comment of the program can hold as it is. */
function isPlainComment(comment: string | null): boolean {
  return comment !== null && /^[\w][\w .,;:'"()!?-]*$/.test(comment) && comment.trim() === comment;
}

function repeated(names: readonly string[]): Set<string> {
  return new Set(names.filter((name, at) => names.indexOf(name) !== at));
}
