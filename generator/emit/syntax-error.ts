import type { RenderedFile } from "./file.js";

/** What TypeScript's own parser says about a text: `book.ts does not parse: 12:5 '}' expected.`, or null. */
export async function syntaxErrorOf({ path, text }: RenderedFile): Promise<string | null> {
  const { ts } = await import("ts-morph");
  const options = {
    languageVersion: ts.ScriptTarget.ESNext,
    // Tags in comments are no syntax.
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  const source = ts.createSourceFile("client.ts", text, options);
  const program = ts.createProgram({
    rootNames: [source.fileName],
    options: { noLib: true, noResolve: true, target: options.languageVersion },
    host: {
      getSourceFile: () => source,
      getDefaultLibFileName: () => "",
      getCurrentDirectory: () => "",
      getCanonicalFileName: (name) => name,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => "\n",
      fileExists: (name) => name === source.fileName,
      readFile: () => text,
      writeFile: () => undefined,
    },
  });
  const [first] = program.getSyntacticDiagnostics(source);
  if (first === undefined) return null;
  const { line, character } = source.getLineAndCharacterOfPosition(first.start);
  const message = ts.flattenDiagnosticMessageText(first.messageText, " ");
  return `${path} does not parse: ${String(line + 1)}:${String(character + 1)} ${message}`;
}
