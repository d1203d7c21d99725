import type * as Prettier from "prettier";
import { assemble, dissect } from "./dissect.js";
import { firstLine } from "./first-line.js";
import type { RenderedFile } from "./file.js";
import { withHeader } from "./header.js";
import { InternalError } from "./internal-error.js";
import { syntaxErrorOf } from "./syntax-error.js";

/** A file that is to be formatted, by the user's options for its place. */
export interface Fresh {
  readonly file: RenderedFile;
  readonly options: Prettier.Options;
}

/**
 * Formats files, and what they have in common once. The texts are what prettier makes of the whole files; every part
 * of them is parsed once more.
 *
 * Throws `InternalError` where one does not parse.
 */
export async function formatInParts(files: readonly Fresh[]): Promise<string[]> {
  const formatted = new Map<string, RenderedFile>();
  const format = async (text: string, { file: { path }, options }: Fresh) => {
    // Where a file stands decides about its options, and no more.
    const key = JSON.stringify([{ ...options, filepath: null }, text]);
    const part = formatted.get(key) ?? { path, text: await formatPart(path, text, options) };
    formatted.set(key, part);
    return part.text;
  };
  const texts: string[] = [];
  for (const fresh of files) {
    const parts = seesWhole(fresh.options) ? null : dissect(fresh.file);
    const frame = await format(withHeader(parts?.frame ?? fresh.file.text), fresh);
    const bodies: string[] = [];
    for (const { text } of parts?.bodies ?? []) bodies.push(await format(text, fresh));
    texts.push(parts ? assemble(parts, frame, bodies) : frame);
  }
  const error = await syntaxErrorOf([...formatted.values()]);
  if (error !== null) throw new InternalError(`The generated ${error}`);
  return texts;
}

/** A plugin may do anything with a file, and a pragma stands once in it. */
function seesWhole({ plugins = [], insertPragma, requirePragma }: Prettier.Options): boolean {
  return plugins.length > 0 || insertPragma === true || requirePragma === true;
}

async function formatPart(path: string, text: string, options: Prettier.Options): Promise<string> {
  const prettier = await import("prettier");
  try {
    // Babel's parser gives the same text in two thirds of the time; what it does not know, TypeScript's may.
    return await prettier
      .format(text, { ...options, parser: "babel-ts" })
      .catch(() => prettier.format(text, { ...options, parser: "typescript" }));
  } catch (cause) {
    throw new InternalError(`The generated ${path} does not parse: ${firstLine(cause)}`, { cause });
  }
}
