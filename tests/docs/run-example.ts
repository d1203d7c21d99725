import { onQuery } from "../../fixtures/library/generated/index.js";
import { QuerySet } from "../../runtime/query/queryset.js";
import { shown } from "./shown.js";

export interface Outcome {
  /** Every statement, in the order in which they ran. */
  readonly sql: readonly string[];
  readonly value: unknown;
  readonly error: Error | undefined;
}

/** Runs an example; what it logs is its value where its last line gives none, and a queryset stands for its rows. */
export async function runExample(example: () => Promise<unknown>): Promise<Outcome> {
  const sql: string[] = [];
  const logged: unknown[][] = [];
  const log = console.log;
  const stop = onQuery((event) => sql.push(event.sql));
  console.log = (...values: unknown[]) => void logged.push(values);
  try {
    const value = await example();
    const rows = value instanceof QuerySet ? await toArray(value) : value;
    return { sql, value: rows ?? loggedText(logged) ?? value, error: undefined };
  } catch (error) {
    return { sql, value: undefined, error: error instanceof Error ? error : new Error(String(error)) };
  } finally {
    stop();
    console.log = log;
  }
}

function toArray(queryset: QuerySet): Promise<unknown[]> {
  return (queryset as unknown as { toArray(): Promise<unknown[]> }).toArray();
}

function loggedText(logged: readonly (readonly unknown[])[]): string | undefined {
  return logged.length === 0 ? undefined : logged.map((values) => values.map(shown).join(" ")).join("\n");
}
