import type { Pairs } from "./settings.js";

/** What `ormgen.config.ts` may say; every key has a default. Paths are relative to the config file. */
export interface Config {
  /** Globs of model files. Default: `"models/**\/*.ts"`. */
  readonly models?: string | readonly string[];
  /** Folder of the generated client. Default: `"generated"`. */
  readonly output?: string;
  /** Folder of the migrations. Default: `"migrations"`. */
  readonly migrations?: string;
  /** The schema of the tables of models that name none by `options.schema`. Default: `"public"`. */
  readonly schema?: string;
  /**
   * The server that migrations are applied to, where the programs' `DATABASE_URL` leads through a transaction pooler
   * such as PgBouncer: `migrateUrl: process.env.MIGRATE_URL`.
   */
  readonly migrateUrl?: string | undefined;
  /**
   * How the two twins of a method are named. Default: `"node"`.
   *
   * - `"node"`: `await book.save()`, `book.saveSync()`
   * - `"django"`: `await book.asave()`, `book.save()`
   * - `"prefix"`: `await book.asyncSave()`, `book.save()`
   * - `{ async: "{name}Async", sync: "{name}" }`: as you like
   */
  readonly pairs?: Pairs;
  /** `"sync"` (default): instances from sync calls load relations when they are used; `"never"`: none do. */
  readonly lazy?: "sync" | "never";
  /** Time zone of date parts (`published__year`) and of truncation. Default: `"UTC"`. */
  readonly timeZone?: string;
  /** Folder of the embedded database, which is used while `DATABASE_URL` is unset. Default: `".ormgen"`. */
  readonly embedded?: string;
  /** Extension of relative imports in the client: `".js"` (default), `".ts"` or `""`. */
  readonly importExtension?: ".js" | ".ts" | "";
}

/**
 * The configuration of a project, typed: the default export of `ormgen.config.ts`.
 *
 * ```ts
 * import { defineConfig } from "ormgen/config";
 *
 * export default defineConfig({ models: "src/models/*.ts", output: "src/generated" });
 * ```
 */
export function defineConfig(config: Config): Config {
  return config;
}
