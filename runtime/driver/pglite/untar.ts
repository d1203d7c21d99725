import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const BLOCK = 512;
const DIRECTORY = "5";

/** Writes the directories and files of a tar that PGlite made; names that lead outside are refused. */
export function untar(bytes: Buffer, into: string): void {
  let at = 0;
  while (at + BLOCK <= bytes.length && bytes[at] !== 0) {
    const name = text(bytes, at, 100);
    const size = Number.parseInt(text(bytes, at + 124, 12), 8) || 0;
    const kind = String.fromCharCode(bytes[at + 156]!);
    if (name.split("/").includes(".."))
      throw new Error(`The archive holds a path that leads outside: ${name}`);
    const path = join(into, name);
    at += BLOCK;
    if (kind === DIRECTORY) mkdirSync(path, { recursive: true, mode: 0o700 });
    else writeFileSync(path, bytes.subarray(at, at + size), { mode: 0o600 });
    at += Math.ceil(size / BLOCK) * BLOCK;
  }
}

function text(bytes: Buffer, start: number, length: number): string {
  const field = bytes.toString("utf8", start, start + length);
  const end = field.indexOf("\0");
  return (end === -1 ? field : field.slice(0, end)).trim();
}
