import type { PGlite } from "@electric-sql/pglite";

/** What is used of the engine's module: handed over, because a worker made of text has to find it elsewhere. */
export interface EngineModule {
  readonly PGlite: typeof PGlite;
}

/** A first migration makes all tables in one transaction, which holds a lock for each, its keys and its indexes. */
const MANY_LOCKS = ["-c", "max_locks_per_transaction=4096"];

/** What an engine starts with that proves migrations: the server's own settings otherwise. */
export function plainStartParameters({ PGlite: { defaultStartParams } }: EngineModule): string[] {
  return [...defaultStartParams, ...MANY_LOCKS];
}

/** `-c` settings hold for the whole life of a session and survive DISCARD ALL. */
export function startParameters(module: EngineModule): string[] {
  const settings = [
    "datestyle=ISO",
    "intervalstyle=iso_8601",
    "timezone=UTC",
    "bytea_output=hex",
    "extra_float_digits=1",
    "client_encoding=UTF8",
    // Its timer would keep the process alive after a recovery.
    "log_startup_progress_interval=0",
  ];
  return [...plainStartParameters(module), ...settings.flatMap((setting) => ["-c", setting])];
}
