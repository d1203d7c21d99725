import { tableKey, tableOfKey } from "../state/table-key.js";
import { applyOperation } from "../operations/index.js";
import { shortened } from "../../schema/naming/names.js";
import type { Operation } from "../operations/operation.js";
import type { DatabaseState, EnumState } from "../state/state.js";
import { inSequence, NO_RENAMES, type Renames } from "./renames.js";
import { tableChanges } from "./table-changes.js";

/** What leads from one state to the other: the renames first, everything behind them in the names of `after`. */
export function difference(
  before: DatabaseState,
  after: DatabaseState,
  renames: Renames = NO_RENAMES,
): Operation[] {
  const operations: Operation[] = [];
  let state = before;
  const push = (operation: Operation): void => {
    operations.push(operation);
    state = applyOperation(state, operation);
  };
  for (const [from, to] of inSequence(renames.enums, before.enums.map(nameOf), spare)) {
    push({ kind: "renameEnum", from, to });
  }
  for (const [from, to] of inSequence(renames.tables, before.tables.map(tableKey), spareTable)) {
    const through = intermediate(from, to, new Set(state.tables.map(tableKey)));
    if (through !== null) push({ kind: "renameTable", from, to: through });
    push({ kind: "renameTable", from: through ?? from, to });
  }
  for (const table of state.tables) {
    const key = tableKey(table);
    const columns = renames.columns.get(key) ?? new Map<string, string>();
    for (const [from, to] of inSequence(columns, table.columns.map(nameOf), spare)) {
      push({ kind: "renameColumn", table: key, from, to });
    }
  }
  for (const table of after.tables) {
    const key = tableKey(table);
    const old = state.tables.find((each) => tableKey(each) === key);
    if (old === undefined) continue;
    if (old.model !== table.model)
      push({ kind: "renameModel", table: key, from: old.model, to: table.model });
    for (const { name, field } of table.columns) {
      const column = old.columns.find((each) => each.name === name);
      if (column === undefined || column.field === field) continue;
      push({ kind: "renameField", table: key, column: name, from: column.field, to: field });
    }
  }
  for (const operation of others(state, after, renames)) push(operation);
  return operations;
}

function* others(before: DatabaseState, after: DatabaseState, renames: Renames): Generator<Operation> {
  for (const name of before.extensions) {
    if (!after.extensions.includes(name)) yield { kind: "dropExtension", name };
  }
  for (const name of after.extensions) {
    if (!before.extensions.includes(name)) yield { kind: "createExtension", name };
  }
  yield* enumChanges(before.enums, after.enums, renames);
  const kept = new Set(after.tables.map(tableKey));
  for (const table of before.tables) {
    const key = tableKey(table);
    if (!kept.has(key)) yield { kind: isUnmanaged(key, after) ? "leaveTable" : "dropTable", table };
  }
  for (const table of after.tables) {
    const key = tableKey(table);
    const old = before.tables.find((each) => tableKey(each) === key);
    if (old === undefined) yield { kind: isUnmanaged(key, before) ? "takeTable" : "createTable", table };
    else yield* tableChanges(key, old, table, renames);
  }
}

export function isUnmanaged(key: string, { unmanaged = [] }: DatabaseState): boolean {
  return unmanaged.includes(key);
}

function* enumChanges(
  before: readonly EnumState[],
  after: readonly EnumState[],
  { labels }: Renames,
): Generator<Operation> {
  for (const old of before) {
    const now = after.find(({ name }) => name === old.name);
    if (now === undefined) yield { kind: "dropEnum", enum: old };
    else if (JSON.stringify(old.labels) !== JSON.stringify(now.labels)) {
      const { renamed = [], mapped = [] } = labels.get(now.name) ?? {};
      yield { kind: "changeLabels", name: now.name, from: old.labels, to: now.labels, renamed, mapped };
    }
  }
  for (const now of after) {
    if (!before.some(({ name }) => name === now.name)) yield { kind: "createEnum", enum: now };
  }
}

/** A table that gets another name in another schema is moved first: there its former name may be another table's. */
function intermediate(from: string, to: string, taken: ReadonlySet<string>): string | null {
  const [old, now] = [tableOfKey(from), tableOfKey(to)];
  const isBoth = old.schema !== now.schema && old.name !== now.name;
  if (!isBoth || !taken.has(tableKey({ ...old, schema: now.schema }))) return null;
  const renamed = tableKey({ ...now, schema: old.schema });
  return taken.has(renamed) ? spareTable(renamed, "moved") : renamed;
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function spare(name: string, reason: string): string {
  return shortened(name, `__${reason}`);
}

function spareTable(key: string, reason: string): string {
  const { schema, name } = tableOfKey(key);
  return tableKey({ schema, name: spare(name, reason) });
}
