import { join } from "node:path";
import type * as Prettier from "prettier";
import { ConfigError } from "../config/config-error.js";
import { firstLine } from "./first-line.js";
import { hashOf } from "./manifest.js";

/** The user's own configuration of prettier for a place. */
export async function userConfig(prettier: typeof Prettier, place: string): Promise<Prettier.Options> {
  try {
    return (await prettier.resolveConfig(place, { editorconfig: true })) ?? {};
  } catch (cause) {
    throw new ConfigError("The prettier configuration", [`cannot be read: ${firstLine(cause)}`], { cause });
  }
}

/** How a place is formatted, as a hash; null where a plugin has a say, of which nothing is known. */
export function formattingHash(version: string, options: Prettier.Options, text: string): string | null {
  if ((options.plugins ?? []).length > 0) return null;
  const sorted = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
  return hashOf(JSON.stringify([version, sorted, text]));
}

/** How these files of the client are formatted, as a hash; null where a plugin has a say. */
export async function formattingOf(output: string, paths: readonly string[]): Promise<string | null> {
  const prettier = await import("prettier");
  // A process that watches sees the configuration change.
  await prettier.clearConfigCache();
  const hashes: (string | null)[] = [];
  for (const path of paths) {
    hashes.push(formattingHash(prettier.version, await userConfig(prettier, join(output, path)), path));
  }
  return hashes.includes(null) ? null : hashOf(hashes.join());
}
