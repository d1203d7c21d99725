import { foreignKeyName, primaryKeyName, uniqueName } from "../../../generator/schema/naming/names.js";
import type {
  ColumnState,
  DatabaseState,
  ForeignKeyState,
  TableState,
} from "../../../generator/migrate/state/state.js";
import { quoteName } from "../../../generator/migrate/ddl/quote.js";
import { tableKey } from "../../../generator/migrate/state/table-key.js";
import { edited } from "./edited.js";
import { indexesOf } from "./random-indexes.js";
import { edits, roughDatabases, type Rough, type RoughDatabase, type RoughTable } from "./rough.js";

const DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  ...{ text: ["'x'", "upper('a')"], integer: ["0", "1 + 1"], boolean: ["true"], date: ["CURRENT_DATE"] },
  ...{ timestamptz: ["now()", "clock_timestamp()"], uuid: ["gen_random_uuid()"], '"mood"': ["'sad'"] },
};

/** States as models could make them: with every kind of column, constraint and index. */
export const states = roughDatabases.map(stateOf);

/** What models were, and what became of them when somebody had edited them. */
export const editedStates = roughDatabases.chain((database) =>
  edits.map((list) => [stateOf(database), stateOf(edited(database, list))] as const),
);

function stateOf({ tables, kind, mood }: RoughDatabase): DatabaseState {
  const sorted = [...tables].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    extensions: [],
    enums: [
      { name: "Kind", labels: kind },
      { name: "mood", labels: mood },
    ],
    tables: sorted.map((table) => tableOf(table, sorted)),
  };
}

function keyColumn({ key }: RoughTable): ColumnState {
  const base = { null: false, default: null, generated: null, comment: null };
  if (key === "uuid" || key === "parts") {
    return { ...base, name: "id", field: "id", type: "uuid", identity: null, default: "gen_random_uuid()" };
  }
  if (key === "pair") return { ...base, name: "left", field: "left", type: "integer", identity: null };
  if (key === "none") return { ...base, name: "line", field: "line", type: "integer", identity: null };
  if (key === "first") return { ...base, name: "code", field: "code", type: "integer", identity: "serial" };
  if (key === "always") return { ...base, name: "id", field: "id", type: "bigint", identity: "always" };
  return {
    ...{ ...base, name: "id", field: "id", type: key === "serial" ? "integer" : "bigint" },
    identity: key === "serial" ? "serial" : "default",
  };
}

function tableOf(table: RoughTable, tables: readonly RoughTable[]): TableState {
  const key = keyColumn(table);
  const right: ColumnState = { ...key, name: "right", field: "right" };
  const columns: ColumnState[] = [key, ...(table.key === "pair" ? [right] : [])];
  const keys: ForeignKeyState[] = [];
  for (const rough of table.columns) {
    const target = targetOf(rough, tables);
    columns.push(columnOf(rough, target, table));
    if (target !== undefined) keys.push(foreignKey(table, rough, target));
  }
  keys.push(...pairKey(table, tables, columns), ...uniqueReference(table, tables, columns));
  const isPartitioned = table.key === "parts";
  return {
    ...{ name: table.name, schema: table.schema, model: `M${table.model ?? table.name}`, auto: false },
    ...{ comment: table.comment, columns },
    primaryKey: primaryKeyOf(table, key),
    uniques: table.columns.filter(isUnique).map((rough) => uniqueOf(table, rough, key)),
    checks: table.columns
      .filter(({ check, to }) => check && !(to > 0))
      .map(({ name, type, generated }) => ({
        name: `${table.name}_${name}_ok`.slice(-63),
        sql:
          type === "integer" && !generated
            ? `${quoteName(name)} >= 0 -- fine`
            : `${quoteName(name)} IS NOT NULL OR true`,
        ...(table.seldom % 3 === 0 && { notValid: true as const }),
      })),
    foreignKeys: keys,
    indexes: indexesOf(table, columns, key),
    ...(table.seldom % 5 === 0 && !isPartitioned && { excludes: [exclusion(table, key)] }),
    ...(isPartitioned && { partitionBy: `HASH (${quoteName("id")})` }),
  };
}

function targetOf({ to }: Rough, tables: readonly RoughTable[]): RoughTable | undefined {
  return to > 0 ? tables.filter(({ key }) => key !== "none" && key !== "pair")[to - 1] : undefined;
}

function columnName({ name }: Rough, target: RoughTable | undefined): string {
  return target === undefined ? name : `${name}_id`;
}

function columnOf(rough: Rough, target: RoughTable | undefined, table: RoughTable): ColumnState {
  const isComputed = rough.generated && target === undefined;
  return {
    name: columnName(rough, target),
    field: rough.field ?? rough.name,
    type: isComputed ? "text" : target === undefined ? rough.type : keyColumn(target).type,
    null: isComputed || rough.null,
    identity: null,
    default: target !== undefined || isComputed ? null : (DEFAULTS[rough.type]?.[rough.default] ?? null),
    generated: isComputed ? generatedFrom(table, rough) : null,
    comment: rough.comment,
  };
}

function foreignKey(table: RoughTable, rough: Rough, target: RoughTable): ForeignKeyState {
  const name = columnName(rough, target);
  return {
    name: foreignKeyName(table.name, name),
    columns: [name],
    table: tableKey(target),
    targets: [keyColumn(target).name],
    onDelete: rough.default === 1 ? "CASCADE" : null,
    onUpdate: rough.default === 2 ? "RESTRICT" : null,
    checked: rough.unique ? "immediate" : rough.index === 5 ? "deferrable" : "deferred",
  };
}

/** Some have a name of their own. */
function primaryKeyOf({ key, name, seldom }: RoughTable, column: ColumnState): TableState["primaryKey"] {
  if (key === "none") return null;
  return {
    name: seldom % 7 === 0 ? `PK of ${name}`.slice(0, 63) : primaryKeyName(name),
    columns: key === "pair" ? [column.name, "right"] : [column.name],
  };
}

function isUnique({ unique, to, generated, type }: Rough): boolean {
  return unique && !(to > 0) && !generated && type !== "json";
}

/** Of a partitioned table, with what it is partitioned by. */
function uniqueOf(
  { name: table, key }: RoughTable,
  { name, null: nullable, index }: Rough,
  { name: own }: ColumnState,
): TableState["uniques"][number] {
  const columns = key === "parts" ? [name, own] : [name];
  return {
    ...{ name: uniqueName(table, columns), columns, nullsNotDistinct: nullable },
    deferrable: nullable || key === "parts" ? false : index % 2 === 0 ? true : "immediate",
    ...(index > 3 && key !== "parts" && { include: [own] }),
  };
}

/** A foreign key of two columns, to the first table that has a key of two. */
function pairKey(
  table: RoughTable,
  tables: readonly RoughTable[],
  columns: ColumnState[],
): readonly ForeignKeyState[] {
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

/** A foreign key to what is unique and not the key: PostgreSQL takes none that may be deferred. */
function uniqueReference(
  table: RoughTable,
  tables: readonly RoughTable[],
  columns: ColumnState[],
): readonly ForeignKeyState[] {
  if (table.seldom % 4 !== 1) return [];
  for (const target of tables) {
    const unique = target.columns.find((rough) => isUnique(rough) && rough.null && target.key !== "parts");
    if (unique === undefined) continue;
    const base = { null: true, default: null, generated: null, comment: null, identity: null };
    columns.push({ ...base, name: "to_code", field: "to_code", type: unique.type });
    return [
      {
        ...{ name: foreignKeyName(table.name, "to_code"), columns: ["to_code"], table: tableKey(target) },
        ...{ targets: [unique.name], onDelete: "SET NULL", onUpdate: "CASCADE", checked: "immediate" },
      },
    ];
  }
  return [];
}

/** By a method that needs no extension. */
function exclusion(
  { name, seldom }: RoughTable,
  key: ColumnState,
): NonNullable<TableState["excludes"]>[number] {
  return {
    ...{ name: `${name.slice(0, 50)}_alone`, using: "btree" },
    parts: [{ key: { name: key.name, descending: false }, operator: "=" }],
    ...{ where: seldom === 10 ? `${quoteName(key.name)} IS NOT NULL` : null, include: [] },
    deferrable: seldom === 5,
  };
}

/** From another column, where there is one to compute from. */
function generatedFrom(table: RoughTable, own: Rough): string {
  const source = table.columns.find(
    ({ name, to, generated, type }) =>
      name !== own.name && to <= 0 && !generated && type.startsWith("varchar"),
  );
  return source === undefined ? "'k'::text" : `${quoteName(source.name)} || '!'`;
}
