import { printable, tableKey } from "../state/table-key.js";
import type { CatalogueOther, Catalogue, CatalogueColumn, CatalogueTable } from "./catalogue.js";

/** A difference between what is and what ought to be. */
export interface CatalogueDifference {
  /** `table note`, `note.due`, `note: index note_due_idx`. */
  readonly subject: string;
  /** Null where it is missing. */
  readonly found: string | null;
  /** Null where it ought not to be there. */
  readonly expected: string | null;
}

/**
 * What differs; the order of columns, and object identities, say nothing. An extension that nothing asks for stays in a
 * database, and is no difference.
 */
export function compareCatalogues(found: Catalogue, expected: Catalogue): CatalogueDifference[] {
  const extensions = found.extensions.filter((name) => expected.extensions.includes(name));
  const a = entriesOf({ ...found, extensions });
  const b = entriesOf(expected);
  return [...new Set([...b.keys(), ...a.keys()])].flatMap((subject) => {
    const [is, ought] = [a.get(subject) ?? null, b.get(subject) ?? null];
    return is === ought ? [] : [{ subject, found: is, expected: ought }];
  });
}

export function describeDifference({ subject, found, expected }: CatalogueDifference): string {
  if (found === null) return `${subject} is missing: ${expected ?? ""}`;
  if (expected === null) return `${subject} ought not to be there: ${found}`;
  return `${subject} is ${found}, and ought to be ${expected}`;
}

function entriesOf({ tables, enums, extensions, others }: Catalogue): Map<string, string> {
  const entries = new Map<string, string>();
  for (const name of extensions) entries.set(`extension ${printable(name)}`, "installed");
  for (const { schema, name, labels } of enums) {
    entries.set(`enum ${keyOf(schema, name)}`, labels.map((label) => JSON.stringify(label)).join(", "));
  }
  for (const table of tables) addTable(entries, table);
  for (const other of others) entries.set(subjectOf(other), other.definition);
  return entries;
}

function addTable(entries: Map<string, string>, table: CatalogueTable): void {
  const key = keyOf(table.schema, table.name);
  entries.set(
    `table ${key}`,
    [table.kind, ...(table.partitionBy === null ? [] : [`by ${table.partitionBy}`])].join(" ") +
      (table.partitionOf === null
        ? ""
        : ` of ${keyOf(table.partitionOf.schema, table.partitionOf.table)} ${table.partitionOf.bound}`) +
      (table.comment === null ? "" : `, comment ${JSON.stringify(table.comment)}`),
  );
  for (const column of table.columns)
    entries.set(subjectOfColumn(table, column.name), describeColumn(column));
  for (const { name, kind, definition } of table.constraints) {
    entries.set(subjectOfConstraint(table, name), `${kind} ${definition}`);
  }
  for (const { name, definition, valid } of table.indexes) {
    const said = inOrder(definition);
    entries.set(subjectOfIndex(table, name), valid ? said : `${said} (invalid)`);
  }
}

/** Storage parameters stand as somebody gave them: their order says nothing. */
function inOrder(definition: string): string {
  return definition.replace(
    / WITH \(([a-z_]+=[^()]*)\)/,
    (_, given: string) => ` WITH (${given.split(", ").sort().join(", ")})`,
  );
}

function describeColumn(column: CatalogueColumn): string {
  const { type, null: nullable, default: value, identity, generated, virtual, collation, comment } = column;
  return [
    type,
    ...(collation === null ? [] : [`collate ${collation}`]),
    ...(nullable ? [] : ["not null"]),
    ...(value === null ? [] : [`default ${value}`]),
    ...(identity === null ? [] : [`identity ${identity}`]),
    ...(generated === null ? [] : [`generated ${virtual ? "virtual " : ""}as ${generated}`]),
    ...(comment === null ? [] : [`comment ${JSON.stringify(comment)}`]),
  ].join(" ");
}

type Place = Pick<CatalogueTable, "schema" | "name">;

/** `note.due`. */
export function subjectOfColumn({ schema, name: table }: Place, name: string): string {
  return `${keyOf(schema, table)}.${printable(name)}`;
}

/** `note: constraint note_due_check`. */
export function subjectOfConstraint({ schema, name: table }: Place, name: string): string {
  return `${keyOf(schema, table)}: constraint ${printable(name)}`;
}

/** `note: index note_due_idx`. */
export function subjectOfIndex({ schema, name: table }: Place, name: string): string {
  return `${keyOf(schema, table)}: index ${printable(name)}`;
}

/** `view both_lines`. */
export function subjectOf({ kind, schema, name }: CatalogueOther): string {
  return `${kind} ${keyOf(schema, name)}`;
}

/** The object of that kind and name among others. */
export function sameIn(
  others: readonly CatalogueOther[],
  { kind, schema, name }: CatalogueOther,
): CatalogueOther | undefined {
  return others.find((each) => each.kind === kind && each.schema === schema && each.name === name);
}

/** `public` is what goes without saying. */
export function keyOf(schema: string, name: string): string {
  return tableKey({ schema: schema === "public" ? null : schema, name });
}
