import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasExtension } from "../../../runtime/driver/pglite/extensions.js";
import type { ConnectionSync } from "../apply/task.js";
import { openDatabaseSync } from "../connect/open-database.js";
import { MigrationError } from "../migration-errors.js";

/** A database that nobody uses, for one that blocks. */
export interface ShadowSync extends ConnectionSync {
  has(extension: string): boolean;
}

/** Works on an empty database: of its own on the server that was named, else the embedded one in a folder of its own. */
export function onShadowSync<T>(url: string | undefined, work: (shadow: ShadowSync) => T): T {
  return url === undefined ? embedded(work) : onServer(url, work);
}

function embedded<T>(work: (shadow: ShadowSync) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "ormgen-shadow-"));
  try {
    const database = openDatabaseSync({ embedded: join(folder, "database") }, undefined);
    try {
      return database.session((connection) => work({ ...connection, has: hasExtension }));
    } finally {
      database.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function onServer<T>(url: string, work: (shadow: ShadowSync) => T): T {
  const name = `ormgen_shadow_${randomUUID().replaceAll("-", "")}`;
  const maintenance = openDatabaseSync({ embedded: "" }, url);
  const maintain = (sql: string): void => maintenance.session((connection) => connection.script(sql));
  try {
    try {
      maintain(`CREATE DATABASE ${name}`);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new MigrationError(`The shadow database could not be made: ${reason}`, { cause });
    }
    try {
      return inDatabase(url, name, work);
    } finally {
      maintain(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    }
  } finally {
    maintenance.close();
  }
}

function inDatabase<T>(url: string, name: string, work: (shadow: ShadowSync) => T): T {
  const own = new URL(url);
  own.pathname = `/${name}`;
  const database = openDatabaseSync({ embedded: "" }, own.href);
  try {
    return database.session((connection) => {
      const available = connection.rows("SELECT name FROM pg_available_extensions", []);
      const extensions = new Set(available.map((row) => String(row["name"])));
      return work({ ...connection, has: (extension) => extensions.has(extension) });
    });
  } finally {
    database.close();
  }
}
