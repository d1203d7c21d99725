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

/** What each text was formatted from, as a hash: where it is the same again, nothing has to be formatted. */
export type Origins = ReadonlyMap<string, string>;

/** Empty where there is none, or one that cannot be read: then no file counts as written by ormgen unchanged. */
export function readManifest(output: string): Manifest {
  const entries = entriesOf(output, "files").map(([path, hashes]) => [path, hashList(hashes)] as const);
  return new Map(entries.filter(([path]) => isBelow(path)));
}

export function readOrigins(output: string): Origins {
  const origins = new Map<string, string>();
  for (const [path, origin] of entriesOf(output, "origins")) {
    if (typeof origin === "string" && isBelow(path)) origins.set(path, origin);
  }
  return origins;
}

export function printManifest(manifest: Manifest, origins: Origins = new Map()): string {
  const files: Record<string, string | readonly string[]> = {};
  for (const [path, hashes] of sorted(manifest)) {
    files[path] = hashes.length === 1 ? (hashes[0] as string) : hashes;
  }
  const whence = origins.size === 0 ? {} : { origins: Object.fromEntries(sorted(origins)) };
  return `${JSON.stringify({ generator: "ormgen", files, ...whence }, null, 2)}\n`;
}

function entriesOf(output: string, section: "files" | "origins"): [string, unknown][] {
  try {
    const parsed = JSON.parse(readFileSync(join(output, MANIFEST), "utf8")) as Record<string, unknown> | null;
    const entries = parsed?.[section];
    return typeof entries === "object" && entries !== null ? Object.entries(entries) : [];
  } catch {
    return [];
  }
}

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
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
