import { fileURLToPath } from "node:url";
import { globSync } from "tinyglobby";
import { inject } from "vitest";
import { createSql } from "../../generator/migrate/ddl/create-sql.js";
import { stateOf } from "../../generator/migrate/state/state-of.js";
import { loadSchema } from "../../generator/read/index.js";
import { connect, disconnect, executeRaw, executeScript } from "../../runtime/executor/index.js";
import { createDatabase, type TestDatabase } from "../server/database.js";
import { fill } from "./rows.js";

/** Of these databases, those that the project's tests speak of: through a pooler there are servers alone. */
export const here = <Name extends string>(...names: readonly Name[]): readonly Name[] =>
  names.filter((name) => inject("pooled") === "no" || !name.startsWith("embedded"));

export const drivers = here("embedded", "server");
export type Driver = (typeof drivers)[number];

/** The library's tables with their rows, on a database of their own; it is the client's default connection. */
export interface Library {
  readonly driver: Driver;
  readonly server: TestDatabase | null;
  /** Puts every row and every sequence back as they were. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** The statements that make the tables of a folder of models. */
export function tablesOf(folder: string): string {
  const root = fileURLToPath(new URL(`../../${folder}`, import.meta.url));
  const { schema } = loadSchema({ root, files: globSync(["models/**/*.ts"], { cwd: root, absolute: true }) });
  if (schema === null) throw new Error(`the models of ${folder} have mistakes`);
  return createSql(stateOf(schema)).join("\n");
}

/**
 * Opens a library; the rows are made by the client itself.
 *
 * ```ts
 * const library = await openLibrary("embedded");
 * beforeEach(() => library.reset());
 * afterAll(() => library.close());
 * ```
 */
export async function openLibrary(driver: Driver): Promise<Library> {
  const server = driver === "server" ? await createDatabase() : null;
  await connect(server?.url ?? "memory://");
  await executeScript(tablesOf("fixtures/library"));
  await fill();
  const reset = await snapshot();
  return {
    driver,
    server,
    reset: () => executeScript(reset),
    close: async () => {
      await disconnect();
      await server?.drop();
    },
  };
}

/** Copies every table aside; gives the script that brings the copies back. */
async function snapshot(): Promise<string> {
  const rows = await executeRaw("select tablename::text as name from pg_tables where schemaname = 'public'");
  const tables = rows.map(({ name }) => String(name));
  await executeScript(
    ["create schema kept", ...tables.map((name) => `create table kept.${name} as table ${name}`)].join(";"),
  );
  return [
    `set constraints all deferred`,
    `truncate ${tables.join(", ")} restart identity`,
    ...tables.flatMap((name) => [
      `insert into ${name} overriding system value select * from kept.${name}`,
      `select setval(pg_get_serial_sequence('${name}', 'id'), coalesce(max(id), 0) + 1, false) from ${name}`,
    ]),
  ].join(";");
}
