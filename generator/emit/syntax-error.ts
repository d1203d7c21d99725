/** What TypeScript's own parser says about the text: `12:5 '}' expected.`, or null. */
export async function syntaxErrorOf(path: string, text: string): Promise<string | null> {
  const { ts } = await import("ts-morph");
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
    },
  });
  const [first] = diagnostics;
  if (first === undefined) return null;
  const before = text.slice(0, first.start ?? 0).split("\n");
  const place = `${String(before.length)}:${String((before.at(-1) ?? "").length + 1)}`;
  return `${place} ${ts.flattenDiagnosticMessageText(first.messageText, " ")}`;
}
