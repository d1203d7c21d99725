import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { EngineModule } from "./engine-module.js";

/** Stands in a bundle of CommonJS alone, where a module has no address. */
declare const __filename: string;

const NAME = "@electric-sql/pglite";

export interface EngineLocation {
  /** The path that `require` and `import` take. */
  readonly path: string;
  readonly version: string;
}

/** Where the engine's package lies, and its version. */
export function engineLocation(): EngineLocation {
  const path = createRequire(import.meta.url || __filename).resolve(NAME);
  const manifest = JSON.parse(readFileSync(join(dirname(path), "..", "package.json"), "utf8")) as {
    version: string;
  };
  return { path, version: manifest.version };
}

export async function importEngine(): Promise<EngineModule> {
  return import("@electric-sql/pglite");
}
