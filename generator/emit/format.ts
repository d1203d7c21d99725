import { join } from "node:path";
import type * as Prettier from "prettier";
import { ConfigError } from "../config/config-error.js";
import type { RenderedFile } from "./file.js";
import { withHeader } from "./header.js";
import { InternalError } from "./internal-error.js";
import { syntaxErrorOf } from "./syntax-error.js";

/**
 * The files as they are to be written: header, prettier with the user's own configuration for their place,
 * and parsed once more. Sorted by path.
 *
 * Throws `InternalError` where a text does not parse: nothing of it may be written.
 */
export async function formatFiles(files: readonly RenderedFile[], output: string): Promise<RenderedFile[]> {
  const prettier = await import("prettier");
  const formatted: RenderedFile[] = [];
  for (const { path, text } of files) {
    const place = join(output, path);
    const options = { ...(await userConfig(prettier, place)), endOfLine: "lf" as const, filepath: place };
    try {
      formatted.push({ path, text: await format(prettier, withHeader(text), options) });
    } catch (cause) {
      throw new InternalError(`The generated ${path} does not parse: ${firstLine(cause)}`, { cause });
    }
  }
  const error = await syntaxErrorOf(formatted);
  if (error !== null) throw new InternalError(`The generated ${error}`);
  return formatted.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Babel's parser gives the same text in two thirds of the time; what it does not know, TypeScript's may. */
async function format(prettier: typeof Prettier, text: string, options: Prettier.Options): Promise<string> {
  try {
    return await prettier.format(text, { ...options, parser: "babel-ts" });
  } catch {
    return await prettier.format(text, { ...options, parser: "typescript" });
  }
}

async function userConfig(prettier: typeof Prettier, place: string): Promise<Prettier.Options> {
  try {
    return (await prettier.resolveConfig(place, { editorconfig: true })) ?? {};
  } catch (cause) {
    throw new ConfigError("The prettier configuration", [`cannot be read: ${firstLine(cause)}`], { cause });
  }
}

function firstLine(cause: unknown): string {
  return String(cause instanceof Error ? cause.message : cause).split("\n")[0] ?? "";
}
