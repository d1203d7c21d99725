import type { ts as TypeScript } from "ts-morph";
import type { RenderedFile } from "./file.js";

/** What TypeScript's own parser says about the texts: the first path and `12:5 '}' expected.`, or null. */
export async function syntaxErrorOf(files: readonly RenderedFile[]): Promise<string | null> {
  const { ts } = await import("ts-morph");
  for (const file of files) {
    const error = errorOf(ts, file);
    if (error !== null) return error;
  }
  return null;
}

/** A program for each file: what is parsed is let go of before the next. */
function errorOf(ts: typeof TypeScript, { path, text }: RenderedFile): string | null {
  const options = {
    languageVersion: ts.ScriptTarget.ESNext,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  const program = ts.createProgram({
    rootNames: [path],
    options: { noLib: true, noResolve: true, target: ts.ScriptTarget.ESNext },
    host: {
      // Tags in comments are no syntax.
      getSourceFile: (name) => ts.createSourceFile(name, text, options),
      getDefaultLibFileName: () => "",
      getCurrentDirectory: () => "",
      getCanonicalFileName: (name) => name,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => "\n",
      fileExists: (name) => name === path,
      readFile: () => text,
      writeFile: () => undefined,
    },
  });
  const file = program.getSourceFile(path);
  const [first] = program.getSyntacticDiagnostics(file);
  if (first === undefined || file === undefined) return null;
  const { line, character } = file.getLineAndCharacterOfPosition(first.start);
  const message = ts.flattenDiagnosticMessageText(first.messageText, " ");
  return `${path} does not parse: ${String(line + 1)}:${String(character + 1)} ${message}`;
}
