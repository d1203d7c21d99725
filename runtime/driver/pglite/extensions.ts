import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** What comes with the embedded engine. Each is loaded when the engine starts, which takes a hundredth of a second. */
const CONTRIB: ReadonlySet<string> = new Set(
  (
    "amcheck bloom btree_gin btree_gist citext cube dict_int dict_xsyn earthdistance fuzzystrmatch hstore intarray isn lo " +
    "ltree pg_trgm pgcrypto seg tablefunc tcn tsm_system_rows tsm_system_time unaccent uuid-ossp"
  ).split(" "),
);

/** Whether the embedded database can have it. */
export function hasExtension(name: string): boolean {
  return CONTRIB.has(name);
}

const wanted = new Set<string>();

/** Has embedded databases that are opened from now on know these extensions; `CREATE EXTENSION` then finds them. */
export function wantExtensions(names: Iterable<string>): void {
  for (const name of names) wanted.add(name);
}

/** Those that a database is to start with: what the program asks for, and what was asked for in its directory before. */
export function extensionsFor(directory: string | null): string[] {
  const kept = directory === null ? [] : keptIn(directory);
  return [...new Set([...wanted, ...kept])].filter(hasExtension).sort();
}

function keptIn(directory: string): string[] {
  try {
    const names: unknown = JSON.parse(readFileSync(fileIn(directory), "utf8"));
    return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}

/** A directory whose tables use an extension cannot be read without it: whoever opens it next has to know. */
export function keepExtensions(directory: string, names: readonly string[]): void {
  const kept = new Set(keptIn(directory));
  if (names.every((name) => kept.has(name))) return;
  const file = fileIn(directory);
  writeFileSync(`${file}.new`, `${JSON.stringify(names)}\n`);
  renameSync(`${file}.new`, file);
}

function fileIn(directory: string): string {
  return join(directory, "extensions.json");
}

/** @param path the engine's, beside which they lie. */
export function loadExtensions(path: string, names: readonly string[]): Record<string, never> {
  const require = createRequire(path);
  return Object.fromEntries(
    names.map((name) => {
      const file = name.replaceAll("-", "_");
      const module = require(`@electric-sql/pglite/contrib/${file}`) as Record<string, never>;
      return [file, module[file] as never];
    }),
  );
}
