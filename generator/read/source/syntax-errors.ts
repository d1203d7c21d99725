import { ts } from "ts-morph";
import type { Report } from "../../schema/report.js";
import { spanBetween } from "./span.js";
import type { Sources } from "./sources.js";

/** Reports what TypeScript's parser says of the model files; types and imports are not looked at. */
export function reportSyntaxErrors(root: string, sources: Sources, report: Report): void {
  const files = new Map(sources.modelFiles.map((module) => [module.path, module.source]));
  const program = ts.createProgram({
    rootNames: [...files.keys()],
    options: { noLib: true, noResolve: true, types: [], target: ts.ScriptTarget.ESNext },
    host: {
      getSourceFile: (name) => files.get(name),
      getDefaultLibFileName: () => "lib.d.ts",
      writeFile: () => undefined,
      getCurrentDirectory: () => root,
      getCanonicalFileName: (name) => name,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => "\n",
      fileExists: (name) => files.has(name),
      readFile: (name) => files.get(name)?.text,
    },
  });
  for (const source of files.values()) {
    for (const { start, length, messageText } of program.getSyntacticDiagnostics(source)) {
      const span = spanBetween(root, source, start, start + Math.max(length, 1));
      const message = ts.flattenDiagnosticMessageText(messageText, " ").replace(/\.$/, "");
      report("ORM1002", span, message, "the file must be TypeScript that parses");
    }
  }
}
