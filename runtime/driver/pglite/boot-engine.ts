import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Engine } from "./engine.js";
import { keepExtensions, loadExtensions } from "./extensions.js";
import { startParameters, type EngineModule } from "./engine-module.js";
import { preparedDirectory } from "./prepared-directory.js";
import { untar } from "./untar.js";

export interface BootTarget {
  /** The directory that is locked for this process; null keeps everything in memory. */
  readonly directory: string | null;
  /** The engine's version, which the cached data directory belongs to. */
  readonly version: string;
  /** Names of the extensions that it starts with. */
  readonly extensions: readonly string[];
}

/**
 * Opens the embedded database, making it first where there is none.
 *
 * @param path the engine's.
 */
export async function bootEngine(
  module: EngineModule,
  path: string,
  { directory, version, extensions: names }: BootTarget,
): Promise<Engine> {
  const startParams = startParameters(module);
  const extensions = loadExtensions(path, names);
  if (directory === null) {
    const bytes = await preparedDirectory(module, version);
    const loadDataDir = new Blob([new Uint8Array(bytes)], { type: "application/x-gzip" });
    return new Engine(await module.PGlite.create({ startParams, loadDataDir, extensions }), false);
  }
  const data = join(directory, "data");
  if (!existsSync(data)) await lay(module, version, data);
  if (names.length > 0) keepExtensions(directory, names);
  return new Engine(await module.PGlite.create({ startParams, dataDir: data, extensions }), true);
}

/** A directory comes to be whole or not at all, whenever the process is killed. */
async function lay(module: EngineModule, version: string, data: string): Promise<void> {
  const bytes = await preparedDirectory(module, version);
  const unfinished = `${data}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  untar(gunzipSync(bytes), unfinished);
  renameSync(unfinished, data);
}
