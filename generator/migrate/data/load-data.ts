import { createJiti } from "./jiti.js";
import { MigrationError } from "../migration-errors.js";
import { dataMigration, isDataMigration, problemOf, type DataMigration } from "./data-migration.js";
import type { DataSource } from "./data-source.js";

/** Loads a data migration's file, as the config file is loaded. Throws `MigrationError` where it is none. */
export function loadData({ name, path }: Pick<DataSource, "name" | "path">): DataMigration {
  const found = load(name, path).default;
  if (!isDataMigration(found)) {
    throw new MigrationError(
      `${name}.ts is no data migration: write \`export default dataMigration<Models>({ … })\``,
    );
  }
  const problem = problemOf(found);
  if (problem !== null) throw new MigrationError(`${name}.ts: ${problem}`);
  return found;
}

function load(name: string, path: string): { readonly default?: unknown } {
  try {
    const jiti = createJiti(path, {
      ...{ fsCache: false, moduleCache: false, interopDefault: false },
      // The very function, wherever the file is loaded from.
      virtualModules: { "ormgen/migrations": { dataMigration, MigrationError } },
    });
    return jiti(path) as { readonly default?: unknown };
  } catch (cause) {
    const [reason = ""] = String(cause instanceof Error ? cause.message : cause).split("\n");
    throw new MigrationError(`${name}.ts cannot be loaded: ${reason}`, { cause });
  }
}
