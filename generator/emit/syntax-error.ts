import type { RenderedFile } from "./file.js";

/** What TypeScript's own parser says about the texts: the first path and `12:5 '}' expected.`, or null. */
export async function syntaxErrorOf(files: readonly RenderedFile[]): Promise<string | null> {
  const { ts } = await import("ts-morph");
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const program = ts.createProgram({
    rootNames: [...texts.keys()],
    options: { noLib: true, noResolve: true, target: ts.ScriptTarget.ESNext },
    host: {
      getSourceFile: (path, target) => {
        const text = texts.get(path);
        return text === undefined ? undefined : ts.createSourceFile(path, text, target);
      },
      getDefaultLibFileName: () => "",
      getCurrentDirectory: () => "",
      getCanonicalFileName: (path) => path,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => "\n",
      fileExists: (path) => texts.has(path),
      readFile: (path) => texts.get(path),
      writeFile: () => undefined,
    },
  });
  for (const file of program.getSourceFiles()) {
    const [first] = program.getSyntacticDiagnostics(file);
    if (first === undefined) continue;
    const { line, character } = file.getLineAndCharacterOfPosition(first.start);
    const message = ts.flattenDiagnosticMessageText(first.messageText, " ");
    return `${file.fileName} does not parse: ${String(line + 1)}:${String(character + 1)} ${message}`;
  }
  return null;
}
