import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import writeFileAtomic from "write-file-atomic";
import { cacheDirectory } from "./cache-directory.js";
import { startParameters, type EngineModule } from "./engine-module.js";

/** A fresh data directory as a compressed tar: from the cache, or made once and cached for this engine's version. */
export async function preparedDirectory(engine: EngineModule, version: string): Promise<Buffer> {
  const path = join(cacheDirectory(), `pglite-${version}-1.tar.gz`);
  const cached = readCached(path);
  if (cached !== null) return cached;
  const made = await prepare(engine);
  try {
    mkdirSync(cacheDirectory(), { recursive: true });
    await writeFileAtomic(path, made);
  } catch {
    // A read-only home costs time at the next first boot, nothing else.
  }
  return made;
}

function readCached(path: string): Buffer | null {
  try {
    const bytes = readFileSync(path);
    gunzipSync(bytes);
    return bytes;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") remove(path);
    return null;
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Somebody else's home: nothing is cached there.
  }
}

/** Small WAL segments, no template databases: a sixth of the size. */
async function prepare(module: EngineModule): Promise<Buffer> {
  const database = await module.PGlite.create({
    startParams: startParameters(module),
    initDbStartParams: ["--wal-segsize=1"],
  });
  await database.exec("UPDATE pg_database SET datistemplate = false");
  await database.exec("DROP DATABASE template0");
  await database.exec("DROP DATABASE template1");
  await database.exec("CHECKPOINT");
  const dump = await database.dumpDataDir("gzip");
  const bytes = Buffer.from(await dump.arrayBuffer());
  await database.close();
  return bytes;
}
