import type { MigrationFile } from "../files/migration-files.js";
import { MigrationError } from "../migration-errors.js";
import type { Operation } from "../operations/operation.js";
import type { ColumnState } from "../state/state.js";
import { columnKey, tableKey } from "../state/table-key.js";
import { rows, type Task } from "./task.js";

const VIRTUAL = 180_000;

/** Throws `MigrationError` where a migration makes what the server is too old for, before anything of it is done. */
export function* checkVersion({ name, record }: MigrationFile): Task<void> {
  const columns = (record?.operations ?? []).flatMap(virtualColumns);
  if (columns.length === 0) return;
  const [row] = yield* rows(
    "SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS version",
  );
  if (Number(row?.number) >= VIRTUAL) return;
  throw new MigrationError(
    `${name} makes ${columns.join(", ")}, computed when it is read, which PostgreSQL has from version 18 on, and this server is ` +
      `${String(row?.version)}. Nothing of it was applied: take \`stored: false\` away and run \`npx ormgen makemigrations --amend\``,
  );
}

function virtualColumns(operation: Operation): string[] {
  const of = (table: string, columns: readonly ColumnState[]): string[] =>
    columns.filter(({ virtual }) => virtual === true).map(({ name }) => columnKey(table, name));
  switch (operation.kind) {
    case "createTable":
      return of(tableKey(operation.table), operation.table.columns);
    case "addColumn":
      return of(operation.table, [operation.column]);
    case "alterGenerated":
      return of(operation.table, [operation.to]);
    default:
      return [];
  }
}
