import type { RenderedFile } from "./file.js";

/** What TypeScript's own parser says about a text: its path and `12:5 '}' expected.`, or null. */
export async function syntaxErrorOf({ path, text }: RenderedFile): Promise<string | null> {
  const { ts } = await import("ts-morph");
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
