import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sync as writeFileAtomicSync } from "write-file-atomic";
import { hashOf, MANIFEST } from "./manifest.js";

export const SEAL = ".ormgen-seal.json";

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

/** Null where there is none, or one that cannot be read. */
export function readSeal(output: string): Seal | null {
  try {
    const { by, inputs, modelFiles, models, manifest } = JSON.parse(
      readFileSync(join(output, SEAL), "utf8"),
    ) as Partial<Seal>;
    const whole = by !== undefined && manifest !== undefined && Array.isArray(modelFiles);
    if (!whole || typeof models !== "number" || typeof inputs !== "object") return null;
    return { by, inputs, modelFiles, models, manifest };
  } catch {
    return null;
  }
}

/** Where it cannot be written, the next run takes longer. */
export function writeSeal(output: string, seal: Seal): void {
  const text = `${JSON.stringify(seal, null, 2)}\n`;
  const place = join(output, SEAL);
  if (hashOfFile(place) === hashOf(text)) return;
  try {
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
