import { lstatSync, readFileSync, type Stats } from "node:fs";
import { join } from "node:path";
import type { FormattedFile } from "./file.js";
import { hasHeader } from "./header.js";
import { InternalError } from "./internal-error.js";
import { hashOf, isBelow, readManifest, readOrigins, type Manifest, type Origins } from "./manifest.js";

/** A file that stands where ormgen would write or remove, and that ormgen may not touch. */
export interface Obstacle {
  readonly path: string;
  readonly reason: "edited" | "foreign" | "symlink" | "directory";
}

export interface OutputPlan {
  readonly output: string;
  readonly write: readonly FormattedFile[];
  readonly remove: readonly string[];
  readonly unchanged: readonly string[];
  readonly obstacles: readonly Obstacle[];
  /** Hashes of what stood there before, and of all that will stand there. */
  readonly before: Manifest;
  readonly after: Manifest;
  readonly origins: Origins;
}

/** Tells of a path whether what ormgen wrote there last stands there still, and follows from the given origin. */
export function writtenBefore(output: string): (path: string, origin: string) => string | null {
  const manifest = readManifest(output);
  const origins = readOrigins(output);
  return (path, origin) => {
    if (origins.get(path) !== origin) return null;
    const state = stateOf(output, path, manifest);
    return state.kind === "own" ? state.text.replaceAll("\r\n", "\n") : null;
  };
}

/** The paths of all that ormgen wrote, sorted; null where something of it does not stand there as it was written. */
export function standingAsWritten(output: string): readonly string[] | null {
  const manifest = readManifest(output);
  const stands = [...manifest].every(
    ([path, hashes]) => hashes.length === 1 && stateOf(output, path, manifest).kind === "own",
  );
  return stands ? [...manifest.keys()].sort() : null;
}

/** Compares what is to be written with what stands in the output folder; touches nothing. */
export function planOutput(output: string, files: readonly FormattedFile[], force = false): OutputPlan {
  const before = readManifest(output);
  const write: FormattedFile[] = [];
  const remove: string[] = [];
  const unchanged: string[] = [];
  const obstacles: Obstacle[] = [];
  const wanted = new Set(files.map((file) => file.path));

  for (const file of files) {
    if (!isBelow(file.path))
      throw new InternalError(`A generated file has the path ${JSON.stringify(file.path)}`);
    const state = stateOf(output, file.path, before);
    if (state.kind === "absent") write.push(file);
    else if (state.kind === "obstacle") obstacles.push({ path: file.path, reason: state.reason });
    else if (hashOf(state.text) === hashOf(file.text)) unchanged.push(file.path);
    else if (state.kind === "own" || force) write.push(file);
    else obstacles.push({ path: file.path, reason: "edited" });
  }
  for (const path of before.keys()) {
    if (wanted.has(path)) continue;
    const state = stateOf(output, path, before);
    if (state.kind === "own" || (state.kind === "edited" && force)) remove.push(path);
    else if (state.kind === "edited") obstacles.push({ path, reason: "edited" });
  }
  const after = new Map(files.map((file) => [file.path, [hashOf(file.text)]]));
  const origins = new Map<string, string>();
  for (const { path, origin } of files) if (origin !== null) origins.set(path, origin);
  return { output, write, remove, unchanged, obstacles, before, after, origins };
}

type State =
  | { readonly kind: "absent" }
  | { readonly kind: "own" | "edited"; readonly text: string }
  | { readonly kind: "obstacle"; readonly reason: Obstacle["reason"] };

function stateOf(output: string, path: string, manifest: Manifest): State {
  const parts = path.split("/");
  for (let depth = 1; depth < parts.length; depth++) {
    const stats = look(join(output, ...parts.slice(0, depth)));
    if (stats === null) return { kind: "absent" };
    if (stats.isSymbolicLink()) return { kind: "obstacle", reason: "symlink" };
    if (!stats.isDirectory()) return { kind: "obstacle", reason: "foreign" };
  }
  const stats = look(join(output, path));
  if (stats === null) return { kind: "absent" };
  if (stats.isSymbolicLink()) return { kind: "obstacle", reason: "symlink" };
  if (!stats.isFile()) return { kind: "obstacle", reason: "directory" };
  const text = readFileSync(join(output, path), "utf8");
  if (!hasHeader(text)) return { kind: "obstacle", reason: "foreign" };
  return { kind: manifest.get(path)?.includes(hashOf(text)) === true ? "own" : "edited", text };
}

function look(place: string): Stats | null {
  return lstatSync(place, { throwIfNoEntry: false }) ?? null;
}
