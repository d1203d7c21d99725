import { join } from "node:path";
import type * as Prettier from "prettier";
import { ConfigError } from "../config/config-error.js";
import { firstLine } from "./first-line.js";
import type { FormattedFile, RenderedFile } from "./file.js";
import { formatInParts, type Fresh } from "./format-in-parts.js";
import { withHeader } from "./header.js";
import { hashOf } from "./manifest.js";

/** The text that stands in the output folder, if it is what ormgen wrote there and follows from the same origin. */
export type Written = (path: string, origin: string) => string | null;

/**
 * The files as they are to be written: header, prettier with the user's own configuration for their place,
 * and parsed once more, except for those that are already written. Sorted by path.
 *
 * Throws `InternalError` where a text does not parse: nothing of it may be written.
 */
export async function formatFiles(
  files: readonly RenderedFile[],
  output: string,
  written: Written = () => null,
): Promise<FormattedFile[]> {
  const prettier = await import("prettier");
  // A process that watches sees the configuration change.
  await prettier.clearConfigCache();
  const settled: FormattedFile[] = [];
  const fresh: (Fresh & { readonly origin: string | null })[] = [];
  for (const file of files) {
    const { path } = file;
    const place = join(output, path);
    const own = await userConfig(prettier, place);
    const origin = originOf(prettier.version, own, withHeader(file.text));
    const before = origin === null ? null : written(path, origin);
    if (before !== null) settled.push({ path, text: before, origin });
    else fresh.push({ file, origin, options: { ...own, endOfLine: "lf", filepath: place } });
  }
  const texts = await formatInParts(fresh);
  const formatted = fresh.map(({ file, origin }, at) => ({ path: file.path, origin, text: texts[at] ?? "" }));
  return [...settled, ...formatted].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

async function userConfig(prettier: typeof Prettier, place: string): Promise<Prettier.Options> {
  try {
    return (await prettier.resolveConfig(place, { editorconfig: true })) ?? {};
  } catch (cause) {
    throw new ConfigError("The prettier configuration", [`cannot be read: ${firstLine(cause)}`], { cause });
  }
}

function originOf(version: string, options: Prettier.Options, text: string): string | null {
  if ((options.plugins ?? []).length > 0) return null;
  const sorted = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
  return hashOf(JSON.stringify([version, sorted, text]));
}
