/** The convention by which the two twins of a method are named; `{name}` stands for the method's name. */
export type Pairs = "node" | "django" | "prefix" | { readonly async: string; readonly sync: string };

/** What `ormgen.config.ts` says, with every default filled in. Paths are absolute. */
export interface Settings {
  /** The folder of the config file (or the working directory): positions and messages are relative to it. */
  readonly root: string;
  /** Globs of model files, relative to `root`; default `["models/**\/*.ts"]`. */
  readonly models: readonly string[];
  /** Default `generated`. */
  readonly output: string;
  /** Default `migrations`. */
  readonly migrations: string;
  /** The schema of models that name none. */
  readonly schema?: string | undefined;
  /** The server that migrations are applied to, where it is not that of `DATABASE_URL`: around a transaction pooler. */
  readonly migrateUrl?: string | undefined;
  readonly pairs: Pairs;
  /** `"sync"`: instances from sync calls follow relations lazily; `"never"`: nobody does. */
  readonly lazy: "sync" | "never";
  /** Time zone of date parts and truncation; default `UTC`. */
  readonly timeZone: string;
  /** Folder of the embedded database that is used while `DATABASE_URL` is unset; default `.ormgen`. */
  readonly embedded: string;
  /** Extension of relative imports in the client: `.js` (default), `.ts` or none. */
  readonly importExtension: ".js" | ".ts" | "";
}
