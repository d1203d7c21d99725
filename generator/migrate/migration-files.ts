import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface MigrationFile {
  /** `0001_initial`. */
  readonly name: string;
  readonly sql: string;
  /** Of the text, whatever its line ends. */
  readonly hash: string;
}

const FILE = /^(\d{4}_[A-Za-z0-9_]+)\.sql$/;

/** The migrations in the folder, in the order in which they are applied; none where there is no folder. */
export function readMigrations(folder: string): MigrationFile[] {
  return entriesOf(folder)
    .flatMap((entry) => FILE.exec(entry)?.[1] ?? [])
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, `${name}.sql`), "utf8");
      return { name, sql, hash: hashOf(sql) };
    });
}

export function hashOf(sql: string): string {
  return createHash("sha256").update(sql.replaceAll("\r\n", "\n")).digest("hex");
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
