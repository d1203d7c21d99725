import { quoteText } from "../ddl/quote.js";

/** A step of a migration in the journal. */
export interface Place {
  readonly name: string;
  readonly way: "forward" | "reverse";
  readonly step: number;
  readonly hash: string;
}

function where({ name, way, step }: Place): string {
  return `name = ${quoteText(name)} AND way = ${quoteText(way)} AND step = ${String(step)}`;
}

export function started(place: Place, cursor: string | null = null): string {
  const { name, way, step, hash } = place;
  const at = cursor === null ? "NULL" : quoteText(cursor);
  return (
    `INSERT INTO ormgen_migration_steps (name, way, step, hash, started_at, cursor) VALUES ` +
    `(${quoteText(name)}, ${quoteText(way)}, ${String(step)}, ${quoteText(hash)}, now(), ${at}) ` +
    `ON CONFLICT (name, way, step) DO UPDATE SET hash = excluded.hash, started_at = now(), error = NULL;`
  );
}

export function finished(place: Place): string {
  return `${started(place)}\nUPDATE ormgen_migration_steps SET finished_at = clock_timestamp(), error = NULL WHERE ${where(place)};`;
}

export function moved(place: Place, cursor: string, rows: number): string {
  return (
    `UPDATE ormgen_migration_steps SET cursor = ${quoteText(cursor)}, rows = rows + ${String(rows)} ` +
    `WHERE ${where(place)};`
  );
}

export function failed(place: Place, message: string): string {
  return `UPDATE ormgen_migration_steps SET error = ${quoteText(message)} WHERE ${where(place)};`;
}
