import type { ColumnState, DatabaseState, KeyState, TableState } from "../state/state.js";
import { findColumn, findTable } from "../state/lookup.js";
import { tableOfKey } from "../state/table-key.js";
import { writtenColumnType } from "./column-type.js";
import type { Catalogue, CatalogueColumn, CatalogueTable } from "./catalogue.js";
import { keyOf } from "./compare.js";
import { parseCheck, parseExclude, parseForeignKey, parseIndex, parseUnique } from "./parse-definition.js";

/** A state, and what the server made of it: an object that the server prints alike is what that state says. */
export interface Printed {
  readonly state: DatabaseState;
  readonly catalogue: Catalogue;
}

export interface Interpreted {
  readonly state: DatabaseState;
  /** What models cannot say: `book: index book_lower_idx`. */
  readonly unsaid: readonly string[];
}

/**
 * What stands in a database, as the state of models would say it; of tables that one of the known states has, and in its
 * words as far as the server prints both alike.
 */
export function stateOfCatalogue(catalogue: Catalogue, known: readonly Printed[]): Interpreted {
  const unsaid: string[] = [];
  const tables = catalogue.tables.flatMap((table): TableState[] => {
    const key = keyOf(table.schema, table.name);
    const sources = known.flatMap(({ state, catalogue: printed }): Source[] => {
      const found = printed.tables.find(
        ({ oid, schema, name }) => oid === table.oid || keyOf(schema, name) === key,
      );
      const said = found === undefined ? undefined : findTable(state, keyOf(found.schema, found.name));
      return found === undefined || said === undefined ? [] : [{ said, printed: found }];
    });
    return sources.length === 0 ? [] : [interpreted(table, sources, unsaid)];
  });
  const names = new Set(known.flatMap(({ state }) => state.enums.map(({ name }) => name)));
  const extensions = new Set(known.flatMap(({ state }) => state.extensions));
  return {
    state: {
      extensions: catalogue.extensions.filter((name) => extensions.has(name)),
      enums: catalogue.enums
        .filter(({ name }) => names.has(name))
        .map(({ name, labels }) => ({ name, labels })),
      tables,
    },
    unsaid,
  };
}

interface Source {
  readonly said: TableState;
  readonly printed: CatalogueTable;
}

function interpreted(table: CatalogueTable, sources: readonly Source[], unsaid: string[]): TableState {
  const key = keyOf(table.schema, table.name);
  const [first] = sources;
  const owned = <
    T extends { readonly name: string },
    P extends { readonly name: string; readonly definition: string },
  >(
    items: readonly P[],
    said: (source: Source) => readonly T[],
    printed: (source: Source) => readonly P[],
    parse: (item: P) => T | null,
  ): T[] =>
    items.flatMap((item) => {
      for (const source of sources) {
        const same = printed(source).find(
          ({ name, definition }) => name === item.name && definition === item.definition,
        );
        const found = same && said(source).find(({ name }) => name === item.name);
        if (found !== undefined) return [found];
      }
      const parsed = parse(item);
      if (parsed === null) unsaid.push(`${key}: ${item.name}`);
      return parsed ?? [];
    });
  const of = (kind: string) => (of: CatalogueTable) => of.constraints.filter((each) => each.kind === kind);
  const keys = owned<KeyState, CatalogueTable["constraints"][number]>(
    of("primaryKey")(table),
    ({ said }) => (said.primaryKey === null ? [] : [said.primaryKey]),
    ({ printed }) => of("primaryKey")(printed),
    ({ name, columns }) => ({ name, columns }),
  );
  for (const { name } of of("trigger")(table)) unsaid.push(`${key}: ${name}`);
  const excludes = owned(
    of("exclude")(table),
    ({ said }) => said.excludes ?? [],
    ({ printed }) => of("exclude")(printed),
    parseExclude,
  );
  return {
    ...tableOfKey(key),
    model: first?.said.model ?? table.name,
    auto: first?.said.auto ?? false,
    comment: table.comment,
    columns: table.columns.map((column) => columnOf(column, sources)),
    primaryKey: keys[0] ?? null,
    uniques: owned(
      of("unique")(table),
      ({ said }) => said.uniques,
      ({ printed }) => of("unique")(printed),
      parseUnique,
    ),
    checks: owned(
      of("check")(table),
      ({ said }) => said.checks,
      ({ printed }) => of("check")(printed),
      parseCheck,
    ),
    foreignKeys: owned(
      of("foreignKey")(table),
      ({ said }) => said.foreignKeys,
      ({ printed }) => of("foreignKey")(printed),
      parseForeignKey,
    ),
    // An index of unique columns that models call a constraint with a condition is an index here too.
    indexes: owned(
      table.indexes,
      ({ said }) => said.indexes,
      ({ printed }) => printed.indexes,
      parseIndex,
    ),
    ...(excludes.length > 0 && { excludes }),
    ...partitioning(table, sources),
  };
}

/** In the words of the models, where the server prints both alike. */
function partitioning(
  { partitionBy }: CatalogueTable,
  sources: readonly Source[],
): Pick<TableState, "partitionBy"> {
  if (partitionBy === null) return {};
  const same = sources.find(
    ({ said, printed }) => printed.partitionBy === partitionBy && said.partitionBy !== undefined,
  );
  return { partitionBy: same?.said.partitionBy ?? partitionBy };
}

function columnOf(column: CatalogueColumn, sources: readonly Source[]): ColumnState {
  const { name } = column;
  let field: string | undefined;
  for (const { said, printed } of sources) {
    const other = printed.columns.find((each) => each.name === name) ?? same(column, printed);
    const known = other && findColumn(said, other.name);
    if (other === undefined || known === undefined) continue;
    if (isAlike(column, other)) return { ...known, name };
    field ??= known.field;
  }
  return {
    ...{ name, field: field ?? name, type: writtenColumnType(column), null: column.null },
    ...{ identity: column.identity, default: column.default, generated: column.generated },
    ...(column.virtual && { virtual: true }),
    comment: column.comment,
  };
}

/** The same column under another name, where the table is the very same. */
function same({ number }: CatalogueColumn, { columns }: CatalogueTable): CatalogueColumn | undefined {
  return columns.find((each) => each.number === number);
}

function isAlike(a: CatalogueColumn, b: CatalogueColumn): boolean {
  const print = ({
    type,
    null: nullable,
    default: value,
    identity,
    generated,
    virtual,
    collation,
    comment,
  }: CatalogueColumn) =>
    JSON.stringify([type, nullable, value, identity, generated, virtual, collation, comment]);
  return print(a) === print(b);
}
