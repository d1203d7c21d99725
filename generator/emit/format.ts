import { join } from "node:path";
import type * as Prettier from "prettier";
import { firstLine } from "./first-line.js";
import type { FormattedFile, RenderedFile } from "./file.js";
import { formattingHash, userConfig } from "./formatting.js";
import { withHeader } from "./header.js";
import { InternalError } from "./internal-error.js";
import { syntaxErrorOf } from "./syntax-error.js";

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
  const formatted: FormattedFile[] = [];
  for (const file of files) {
    const { path } = file;
    const place = join(output, path);
    const own = await userConfig(prettier, place);
    const whole = withHeader(file.text);
    const origin = formattingHash(prettier.version, own, whole);
    const before = origin === null ? null : written(path, origin);
    const text = before ?? (await format(path, whole, { ...own, endOfLine: "lf", filepath: place }));
    formatted.push({ path, text, origin });
  }
  return formatted.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

async function format(path: string, text: string, options: Prettier.Options): Promise<string> {
  const prettier = await import("prettier");
  try {
    // Babel's parser gives the same text in two thirds of the time; what it does not know, TypeScript's may.
    const made = await prettier
      .format(text, { ...options, parser: "babel-ts" })
      .catch(() => prettier.format(text, { ...options, parser: "typescript" }));
    const error = await syntaxErrorOf({ path, text: made });
    if (error !== null) throw new InternalError(`The generated ${error}`);
    return made;
  } catch (cause) {
    if (cause instanceof InternalError) throw cause;
    throw new InternalError(`The generated ${path} does not parse: ${firstLine(cause)}`, { cause });
  }
}
