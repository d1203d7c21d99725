import fc from "fast-check";
import {
  foreignKeyName,
  indexName,
  primaryKeyName,
  uniqueName,
} from "../../generator/schema/naming/names.js";
import type {
  ColumnState,
  DatabaseState,
  EnumState,
  IndexState,
  TableState,
} from "../../generator/migrate/state/state.js";
import { quoteName } from "../../generator/migrate/ddl/quote.js";
import { tableKey } from "../../generator/migrate/state/table-key.js";

const TABLES = ["book", "author", "order", 'we"ird t', "Tag"];
const COLUMNS = ["title", "pages", "group", "note", 'qu"ote', "Mixed"];
const TYPES = [
  ...["text", "varchar(20)", "varchar(200)", "smallint", "integer", "bigint", "numeric", "numeric(8,2)"],
  ...[
    "numeric(10,4)",
    "boolean",
    "date",
    "timestamptz",
    "jsonb",
    "json",
    "uuid",
    "bytea",
    "double precision",
  ],
  ...[
    "text[]",
    "integer[]",
    "interval",
    "varchar",
    "char(3)",
    "timestamp(3)",
    "timestamptz(0)",
    "real",
    "time(0)",
    '"mood"',
    '"mood"[]',
    '"Kind"',
  ],
];
const DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  ...{ text: ["'x'", "upper('a')"], integer: ["0", "1 + 1"], boolean: ["true"], date: ["CURRENT_DATE"] },
  ...{ timestamptz: ["now()", "clock_timestamp()"], uuid: ["gen_random_uuid()"], '"mood"': ["'sad'"] },
};
const LABELS = ["sad", "ok", "it's", "happy", "very"];

const enums: fc.Arbitrary<readonly EnumState[]> = fc.tuple(labels(), labels()).map(([mood, kind]) => [
  { name: "Kind", labels: kind },
  { name: "mood", labels: [...new Set(["sad", ...mood])] },
]);

function labels(): fc.Arbitrary<string[]> {
  return fc.shuffledSubarray(LABELS, { minLength: 1 });
}

interface Rough {
  readonly name: string;
  readonly type: string;
  readonly null: boolean;
  readonly default: number;
  readonly unique: boolean;
  readonly index: number;
  readonly check: boolean;
  readonly comment: string | null;
  readonly to: number;
  readonly generated: boolean;
}

const roughColumn: fc.Arbitrary<Rough> = fc.record({
  name: fc.constantFrom(...COLUMNS),
  type: fc.constantFrom(...TYPES),
  null: fc.boolean(),
  default: fc.integer({ min: 0, max: 3 }),
  unique: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
  index: fc.integer({ min: 0, max: 5 }),
  check: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
  comment: fc.constantFrom(null, null, "a 'comment'\n-- step 1: alone"),
  to: fc.integer({ min: -4, max: 4 }),
  generated: fc.integer({ min: 0, max: 6 }).map((n) => n === 0),
});

interface RoughTable {
  readonly name: string;
  /** `apart`: a schema of its own. */
  readonly schema: string | null;
  /** Keys of several columns that refer to it, and what is seldom met. */
  readonly seldom: number;
  readonly columns: readonly Rough[];
  readonly comment: string | null;
  readonly key: "id" | "uuid" | "first" | "always" | "serial" | "none" | "pair";
}

const roughTable: fc.Arbitrary<RoughTable> = fc.record({
  name: fc.constantFrom(...TABLES),
  schema: fc.constantFrom(null, null, null, "apart", "Other"),
  seldom: fc.integer({ min: 0, max: 15 }),
  columns: fc.uniqueArray(roughColumn, { selector: ({ name }) => name, maxLength: 6 }),
  comment: fc.constantFrom(null, "it's"),
  key: fc.constantFrom("id", "id", "uuid", "first", "always", "serial", "none", "pair"),
});

/** States as models could make them: with every kind of column, constraint and index. */
export const states: fc.Arbitrary<DatabaseState> = fc
  .tuple(fc.uniqueArray(roughTable, { selector: ({ name }) => name, maxLength: 4 }), enums)
  .map(([tables, types]) => {
    const sorted = [...tables].sort((a, b) => (a.name < b.name ? -1 : 1));
    return { extensions: [], enums: types, tables: sorted.map((table) => tableOf(table, sorted)) };
  });

function keyColumn({ key }: RoughTable): ColumnState {
  const base = { null: false, default: null, generated: null, comment: null };
  if (key === "uuid") {
    return { ...base, name: "id", field: "id", type: "uuid", identity: null, default: "gen_random_uuid()" };
  }
  if (key === "pair") return { ...base, name: "left", field: "left", type: "integer", identity: null };
  if (key === "none") return { ...base, name: "line", field: "line", type: "integer", identity: null };
  if (key === "first") return { ...base, name: "code", field: "code", type: "integer", identity: "serial" };
  if (key === "always") return { ...base, name: "id", field: "id", type: "bigint", identity: "always" };
  return {
    ...base,
    name: "id",
    field: "id",
    type: key === "serial" ? "integer" : "bigint",
    identity: key === "serial" ? "serial" : "default",
  };
}

function tableOf(table: RoughTable, tables: readonly RoughTable[]): TableState {
  const key = keyColumn(table);
  const columns: ColumnState[] = [
    key,
    ...(table.key === "pair" ? [{ ...key, name: "right", field: "right" }] : []),
  ];
  const keys: TableState["foreignKeys"][number][] = [];
  const indexes: IndexState[] = [];
  for (const rough of table.columns) {
    const target = rough.to > 0 ? tables.filter(hasSoleKey)[rough.to - 1] : undefined;
    const name = target === undefined ? rough.name : `${rough.name}_id`;
    const targetKey = target === undefined ? null : keyColumn(target);
    const isDouble = rough.generated && target === undefined;
    columns.push({
      name,
      field: rough.name,
      type: isDouble ? "text" : (targetKey?.type ?? rough.type),
      null: isDouble || rough.null,
      identity: null,
      default: target !== undefined || isDouble ? null : (DEFAULTS[rough.type]?.[rough.default] ?? null),
      generated: isDouble ? generatedFrom(table, tables, rough) : null,
      comment: rough.comment,
    });
    if (target !== undefined && targetKey !== null) {
      keys.push({
        name: foreignKeyName(table.name, name),
        columns: [name],
        table: tableKey(target),
        targets: [targetKey.name],
        onDelete: rough.default === 1 ? "CASCADE" : null,
        onUpdate: rough.default === 2 ? "RESTRICT" : null,
        checked: rough.unique ? "immediate" : rough.index === 5 ? "deferrable" : "deferred",
      });
    }
    const isIndexable =
      (!isDouble || rough.generated) && (target !== undefined || isDouble || rough.type !== "json");
    if (rough.index < 4 && isIndexable) {
      const isExpression = rough.index === 3;
      indexes.push({
        ...{ name: indexName(table.name, [name]), unique: false, using: rough.index === 1 ? "btree" : null },
        columns: isExpression
          ? [
              { name: null, expression: `${quoteName(name)} IS NULL`, descending: rough.null },
              { name: key.name, descending: true, nulls: "last" as const },
            ]
          : [{ name, descending: rough.index === 2 }],
        with: isExpression && rough.unique ? ["fillfactor=70"] : [],
        ...{ ops: null, include: rough.index === 2 ? [key.name] : [], nullsNotDistinct: false },
        where: rough.index === 0 ? `${quoteName(name)} IS NOT NULL` : null,
      });
    }
  }
  return {
    ...{
      name: table.name,
      schema: table.schema,
      model: `M${table.name}`,
      auto: false,
      comment: table.comment,
      columns,
    },
    primaryKey: primaryKeyOf(table, key),
    uniques: table.columns
      .filter(({ unique, to, generated, type }) => unique && !(to > 0) && !generated && type !== "json")
      .map(({ name, null: nullable, index }) => ({
        ...{ name: uniqueName(table.name, [name]), columns: [name], nullsNotDistinct: nullable },
        deferrable: nullable ? false : index % 2 === 0 ? true : ("immediate" as const),
        ...(index > 3 && { include: [key.name] }),
      })),
    checks: table.columns
      .filter(({ check, to }) => check && !(to > 0))
      .map(({ name, type, generated }) => ({
        name: `${table.name}_${name}_ok`,
        sql:
          type === "integer" && !generated
            ? `${quoteName(name)} >= 0 -- fine`
            : `${quoteName(name)} IS NOT NULL OR true`,
        ...(table.seldom % 3 === 0 && { notValid: true as const }),
      })),
    foreignKeys: [...keys, ...pairKey(table, tables, columns)],
    indexes,
    ...(table.seldom % 5 === 0 && { excludes: [exclusion(table, key)] }),
  };
}

/** What a column of another table may refer to. */
function hasSoleKey({ key }: RoughTable): boolean {
  return key !== "none" && key !== "pair";
}

function primaryKeyOf({ key, name }: RoughTable, { name: column }: ColumnState): TableState["primaryKey"] {
  if (key === "none") return null;
  return { name: primaryKeyName(name), columns: key === "pair" ? [column, "right"] : [column] };
}

/** A foreign key of two columns, to the first table that has a key of two. */
function pairKey(
  table: RoughTable,
  tables: readonly RoughTable[],
  columns: ColumnState[],
): TableState["foreignKeys"] {
  const target = tables.find(({ key }) => key === "pair");
  if (target === undefined || table.seldom % 2 === 1) return [];
  const names = ["to_left", "to_right"];
  const base = { null: true, default: null, generated: null, comment: null, type: "integer", identity: null };
  columns.push(...names.map((name) => ({ ...base, name, field: name })));
  return [
    {
      ...{ name: foreignKeyName(table.name, names.join("_")), columns: names, table: tableKey(target) },
      ...{ targets: ["left", "right"], onDelete: table.seldom === 4 ? "CASCADE" : null, onUpdate: null },
      checked: "deferred",
    },
  ];
}

/** By a method that needs no extension. */
function exclusion(
  { name, seldom }: RoughTable,
  key: ColumnState,
): NonNullable<TableState["excludes"]>[number] {
  return {
    ...{ name: `${name}_alone`, using: "btree" },
    parts: [{ key: { name: key.name, descending: false }, operator: "=" }],
    ...{ where: seldom === 10 ? `${quoteName(key.name)} IS NOT NULL` : null, include: [] },
    deferrable: seldom === 5,
  };
}

/** From another column, where there is one to compute from. */
function generatedFrom(table: RoughTable, _: readonly RoughTable[], own: Rough): string {
  const source = table.columns.find(
    ({ name, to, generated, type }) =>
      name !== own.name && to <= 0 && !generated && type.startsWith("varchar"),
  );
  return source === undefined ? "'k'::text" : `${quoteName(source.name)} || '!'`;
}
