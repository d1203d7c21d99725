import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { CompilerOptions } from "ts-morph";
import type { DataSource } from "./data-source.js";

/** What the type checker says of a data migration; nothing where ormgen is not installed beside it. */
export async function typeProblems({ path, name }: DataSource): Promise<string[]> {
  try {
    createRequire(path).resolve("ormgen/package.json");
  } catch {
    return [];
  }
  const { Project, ts } = await import("ts-morph");
  const config = configOf(dirname(path));
  const own: CompilerOptions = {
    ...{ noEmit: true, skipLibCheck: true, incremental: false, composite: false },
    ...{ module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
    ...{ target: ts.ScriptTarget.ES2022, strict: true, noUnusedLocals: false, noUnusedParameters: false },
  };
  const project = new Project({
    ...(config !== null && { tsConfigFilePath: config, skipAddingFilesFromTsConfig: true }),
    compilerOptions:
      config === null ? own : { noEmit: true, skipLibCheck: true, incremental: false, composite: false },
  });
  const file = project.addSourceFileAtPath(path);
  project.resolveSourceFileDependencies();
  return file
    .getPreEmitDiagnostics()
    .map(
      (found) =>
        `${name}.ts:${String(found.getLineNumber() ?? 1)}: ${ts.flattenDiagnosticMessageText(found.compilerObject.messageText, "\n")}`,
    );
}

/** The next `tsconfig.json` above. */
function configOf(folder: string): string | null {
  const file = join(folder, "tsconfig.json");
  if (existsSync(file)) return file;
  const above = dirname(folder);
  return above === folder ? null : configOf(above);
}
