import { engineLocation, importEngine } from "../../../runtime/driver/pglite/engine-location.js";
import { plainStartParameters } from "../../../runtime/driver/pglite/engine-module.js";
import { hasExtension, loadExtensions } from "../../../runtime/driver/pglite/extensions.js";
import { preparedDirectory } from "../../../runtime/driver/pglite/prepared-directory.js";
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
  return {
    rows: async (sql, parameters) => (await engine.query<Record<string, unknown>>(sql, [...parameters])).rows,
    script: async (sql) => void (await engine.exec(sql)),
    reset: async () => void (await engine.exec(EMPTY_IT)),
    has: hasExtension,
    close: () => engine.close(),
  };
}
