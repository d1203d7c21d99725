import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../generate/render.js";

/** A mistake that the compiler found, with all that it explains. */
export interface Mistake {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Type-checks the files of a folder, strictly, with the library's client. */
export async function typeCheck(folder: string): Promise<Mistake[]> {
  const config = {
    extends: join(ROOT, "tsconfig.json"),
    compilerOptions: {
      rootDir: "/",
      typeRoots: [join(ROOT, "node_modules/@types")],
      paths: {
        ormgen: [join(ROOT, "generator/define/index.ts")],
        "ormgen/runtime": [join(ROOT, "runtime/index.ts")],
        "ormgen/testing": [join(ROOT, "generator/testing/index.ts")],
        "ormgen/opentelemetry": [join(ROOT, "runtime/opentelemetry/index.ts")],
      },
    },
    include: ["*.ts", "*/models/*.ts"],
  };
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const args = [join(ROOT, "node_modules/typescript/bin/tsc"), "--pretty", "false", "--noErrorTruncation"];
  try {
    await promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 64 << 20 });
    return [];
  } catch (error) {
    return mistakesIn((error as { stdout: string }).stdout);
  }
}

function mistakesIn(output: string): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const line of output.split("\n")) {
    const [, file, at, text] = /^(.*)\((\d+),\d+\): error TS\d+: (.*)$/.exec(line) ?? [];
    const last = mistakes.at(-1);
    if (file !== undefined) mistakes.push({ file, line: Number(at), text: text ?? "" });
    else if (last && line.startsWith(" ")) {
      mistakes[mistakes.length - 1] = { ...last, text: `${last.text}\n${line.trim()}` };
    }
  }
  return mistakes;
}

/** What a reader is to see of a mistake: the line in ormgen's own words, where there is one. */
export function messageOf({ text }: Mistake): string {
  const lines = text.split("\n");
  const own = lines.find((line) =>
    /has no |is not loaded|is deferred|leads to many|is missing in/.test(line),
  );
  return own ?? lines[0] ?? "";
}
