import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { sync as writeFileAtomicSync } from "write-file-atomic";
import { hashOf, MANIFEST } from "./manifest.js";

/**
 * What a client was made from, as hashes: where all of it is the same again, and the client stands as it was written,
 * nothing has to be parsed. It is this machine's, and may be lost.
 */
export interface Seal {
  /** Of the generator, the settings and how the files are formatted. */
  readonly by: string;
  /** Of every file that was read, by its absolute path; null where an import was looked for and nothing was there. */
  readonly inputs: Readonly<Record<string, string | null>>;
  readonly modelFiles: readonly string[];
  /** How many models there are. */
  readonly models: number;
  /** Of the manifest: what was written. */
  readonly manifest: string;
}

/**
 * Where the seal of a client lies: with the caches of other tools, which no repository keeps. Null where no packages are
 * installed.
 *
 * ```ts
 * sealPlace("/shop", "/shop/generated") // "/shop/node_modules/.cache/ormgen/2f7b….json"
 * ```
 */
export function sealPlace(root: string, output: string): string | null {
  const packages = join(root, "node_modules");
  if (existsSync(packages)) return join(packages, ".cache", "ormgen", `${hashOf(output).slice(0, 16)}.json`);
  const above = dirname(root);
  return above === root ? null : sealPlace(above, output);
}

/** Null where there is none, or one that cannot be read. */
export function readSeal(place: string): Seal | null {
  try {
    const { by, inputs, modelFiles, models, manifest } = JSON.parse(
      readFileSync(place, "utf8"),
    ) as Partial<Seal>;
    const whole = by !== undefined && manifest !== undefined && Array.isArray(modelFiles);
    if (!whole || typeof models !== "number" || typeof inputs !== "object") return null;
    return { by, inputs, modelFiles, models, manifest };
  } catch {
    return null;
  }
}

/** Where it cannot be written, the next run takes longer. */
export function writeSeal(place: string, seal: Seal): void {
  const text = `${JSON.stringify(seal, null, 2)}\n`;
  if (hashOfFile(place) === hashOf(text)) return;
  try {
    mkdirSync(dirname(place), { recursive: true });
    writeFileAtomicSync(place, text);
  } catch {
    // The client itself is whole.
  }
}

export function hashOfManifest(output: string): string | null {
  return hashOfFile(join(output, MANIFEST));
}

/** Null where it cannot be read. */
export function hashOfFile(file: string): string | null {
  try {
    return hashOf(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
