import type { RenderedFile } from "./file.js";

/** What TypeScript's own parser says about the texts: the first path and `12:5 '}' expected.`, or null. */
export async function syntaxErrorOf(files: readonly RenderedFile[]): Promise<string | null> {
  const { ts } = await import("ts-morph");
  const texts = new Map(files.map(({ text }, at) => [`${String(at)}.ts`, text]));
  const options = {
    languageVersion: ts.ScriptTarget.ESNext,
    // Tags in comments are no syntax.
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  const program = ts.createProgram({
    rootNames: [...texts.keys()],
    options: { noLib: true, noResolve: true, target: options.languageVersion },
    host: {
      getSourceFile: (name) => ts.createSourceFile(name, texts.get(name) ?? "", options),
      getDefaultLibFileName: () => "",
      getCurrentDirectory: () => "",
      getCanonicalFileName: (name) => name,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => "\n",
      fileExists: (name) => texts.has(name),
      readFile: (name) => texts.get(name),
      writeFile: () => undefined,
    },
  });
  for (const [at, name] of [...texts.keys()].entries()) {
    const file = program.getSourceFile(name);
    const [first] = program.getSyntacticDiagnostics(file);
    if (first === undefined || file === undefined) continue;
    const { line, character } = file.getLineAndCharacterOfPosition(first.start);
    const message = ts.flattenDiagnosticMessageText(first.messageText, " ");
    return `${files[at]?.path ?? ""} does not parse: ${String(line + 1)}:${String(character + 1)} ${message}`;
  }
  return null;
}
