import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { sync as writeFileAtomicSync } from "write-file-atomic";
import type { Schema } from "../schema/schema.js";
import { changesBetween } from "./changes.js";
import { createSql } from "./create-sql.js";
import { readMigrations } from "./migration-files.js";
import { printState, readState, STATE_FILE } from "./state-file.js";
import { stateOf } from "./state-of.js";
import type { DatabaseState } from "./state.js";

export type MadeMigration =
  | {
      readonly kind: "made";
      readonly name: string;
      readonly files: readonly string[];
      readonly changes: readonly string[];
    }
  | { readonly kind: "none" }
  /** The schema has changed since the first migration; what differs. */
  | { readonly kind: "changed"; readonly changes: readonly string[] };

/** Writes the first migration for the models, or tells how they differ from what the migrations hold. */
export function makeMigration(schema: Schema, folder: string, label = "initial"): MadeMigration {
  const migrations = readMigrations(folder);
  const before = readState(folder, migrations);
  const after = stateOf(schema);
  const changes = changesBetween(before, after);
  if (changes.length === 0) return { kind: "none" };
  if (migrations.length > 0) return { kind: "changed", changes };
  const name = `0001_${label}`;
  mkdirSync(folder, { recursive: true });
  // The state first: without its migration it counts for nothing.
  writeFileAtomicSync(join(folder, STATE_FILE), printState({ migration: name, state: after }));
  writeFileAtomicSync(join(folder, `${name}.sql`), printMigration(name, after));
  return { kind: "made", name, files: [`${name}.sql`, STATE_FILE], changes };
}

/** What the migrations do not hold of the models yet. */
export function pendingChanges(schema: Schema, folder: string): string[] {
  return changesBetween(readState(folder, readMigrations(folder)), stateOf(schema));
}

export function printMigration(name: string, state: DatabaseState): string {
  const hash = createHash("sha256").update(JSON.stringify(state)).digest("hex");
  const head = [
    `-- ormgen migration ${name}`,
    "-- Made from your models. You may edit it until it has been applied, not after.",
    `-- State: sha256 ${hash}`,
  ];
  return `${head.join("\n")}\n\n${createSql(state).join("\n\n")}\n`;
}
