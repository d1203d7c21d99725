import { engineLocation, importEngine } from "../../../runtime/driver/pglite/engine-location.js";
import { plainStartParameters } from "../../../runtime/driver/pglite/engine-module.js";
import { hasExtension, loadExtensions } from "../../../runtime/driver/pglite/extensions.js";
import { preparedDirectory } from "../../../runtime/driver/pglite/prepared-directory.js";
import { quoteName } from "../ddl/quote.js";
import { EMPTY_IT, type Shadow } from "./shadow.js";

/** An engine in memory, with those of the extensions that it has. */
export async function embeddedShadow(extensions: readonly string[]): Promise<Shadow> {
  const module = await importEngine();
  const { path, version } = engineLocation();
  const bytes = await preparedDirectory(module, version);
  const engine = await module.PGlite.create({
    startParams: plainStartParameters(module),
    loadDataDir: new Blob([new Uint8Array(bytes)], { type: "application/x-gzip" }),
    extensions: loadExtensions(path, extensions.filter(hasExtension)),
  });
  // A killed proof has nothing to lose.
  await engine.exec("SET fsync = off").catch(() => undefined);
  const known = new Set<string>();
  const script = async (sql: string): Promise<void> => {
    for (const name of localesIn(sql)) {
      if (!known.has(name)) await engine.exec(standIn(name));
      known.add(name);
    }
    await engine.exec(sql);
  };
  return {
    rows: async (sql, parameters) => (await engine.query<Record<string, unknown>>(sql, [...parameters])).rows,
    script,
    reset: async () => void (await engine.exec(EMPTY_IT)),
    has: hasExtension,
    close: () => engine.close(),
  };
}

/** Collations that an operating system gives a server, and the engine has none of: `de_DE.utf8`. */
function localesIn(sql: string): string[] {
  return [...sql.matchAll(/\bCOLLATE "([a-z]{2,3}_[A-Z]{2}[\w.@-]*)"/g)].flatMap(([, name]) => name ?? []);
}

/** It orders otherwise, which no schema shows. */
function standIn(name: string): string {
  return `CREATE COLLATION IF NOT EXISTS pg_catalog.${quoteName(name)} (locale = 'C')`;
}
