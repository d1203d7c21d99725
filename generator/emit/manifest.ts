import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const MANIFEST = ".ormgen-manifest.json";

/**
 * What ormgen wrote: for each path the hashes its content may have. There are two while a run is under
 * way, the old and the new, so that a crash between two renames leaves no file that looks hand-edited.
 */
export type Manifest = ReadonlyMap<string, readonly string[]>;

/** Line ends do not count: git may have turned them. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex");
}

/** Empty where there is none, or one that cannot be read: then no file counts as written by ormgen unchanged. */
export function readManifest(output: string): Manifest {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(join(output, MANIFEST), "utf8"));
  } catch {
    return new Map();
  }
  const files: unknown = (parsed as { files?: unknown } | null)?.files;
  if (typeof files !== "object" || files === null) return new Map();
  const entries = Object.entries(files).map(
    ([path, hashes]: [string, unknown]) => [path, hashList(hashes)] as const,
  );
  return new Map(entries.filter(([path]) => isBelow(path)));
}

export function printManifest(manifest: Manifest): string {
  const files: Record<string, string | readonly string[]> = {};
  for (const [path, hashes] of [...manifest].sort(([a], [b]) => (a < b ? -1 : 1))) {
    files[path] = hashes.length === 1 ? (hashes[0] as string) : hashes;
  }
  return `${JSON.stringify({ generator: "ormgen", files }, null, 2)}\n`;
}

function hashList(hashes: unknown): string[] {
  return (Array.isArray(hashes) ? hashes : [hashes]).filter((hash) => typeof hash === "string");
}

/** A plain path below the folder: no `..`, no absolute path, whatever the manifest's file says. */
export function isBelow(path: string): boolean {
  return (
    path !== "" &&
    !path.includes("\\") &&
    path.split("/").every((part) => part !== "" && part !== "." && part !== "..")
  );
}
