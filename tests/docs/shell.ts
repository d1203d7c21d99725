import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../generate/render.js";
import type { TestDatabase } from "../server/database.js";
import { runOrmgen } from "./project.js";

/** What a page of a database that is there already may run: each gives what it prints. */
export type Shell = (line: string) => Promise<string>;

const COMPILER = {
  ...{ module: "nodenext", target: "es2022", strict: true, noEmit: true, skipLibCheck: true },
  ...{ types: ["node"], typeRoots: [join(ROOT, "node_modules/@types")] },
};

/** A project in which the package is installed, and a database that `DATABASE_URL` leads to. */
export function createShell(root: string, database: TestDatabase): Shell {
  mkdirSync(join(root, "node_modules"));
  symlinkSync(ROOT, join(root, "node_modules/ormgen"), "dir");
  writeFileSync(join(root, "package.json"), '{ "type": "module" }');
  writeFileSync(
    join(root, "tsconfig.json"),
    JSON.stringify({ compilerOptions: COMPILER, include: ["*.ts", "models"] }),
  );
  const env = { DATABASE_URL: database.url };
  const node = async (...args: string[]): Promise<string> => {
    const options = { cwd: root, env: { ...process.env, ...env, NO_COLOR: "1" } };
    return promisify(execFile)(process.execPath, args, options).then(
      ({ stdout }) => stdout,
      (error: unknown) => {
        const { stdout, stderr } = error as { stdout: string; stderr: string };
        throw new Error(`${stdout}${stderr}`);
      },
    );
  };
  return async (line) => {
    const [, script] = /^psql "\$DATABASE_URL" -qf (\w+\.sql)$/.exec(line) ?? [];
    const [, shown] = /^cat (\S+)$/.exec(line) ?? [];
    const [, edits, edited] = /^sed -i "(.*)" (\S+)$/.exec(line) ?? [];
    if (script !== undefined) {
      await database.query(readFileSync(join(ROOT, "docs/databases", script), "utf8"));
      return "";
    }
    if (shown !== undefined) return readFileSync(join(root, shown), "utf8");
    if (edits !== undefined && edited !== undefined) {
      edit(join(root, edited), edits);
      return "";
    }
    if (line === "npx tsc --noEmit") return node(join(ROOT, "node_modules/typescript/bin/tsc"), "--noEmit");
    if (line === "npx tsx program.ts") return node("--import", import.meta.resolve("tsx"), "program.ts");
    return runOrmgen(root, line, env);
  };
}

/** `s/this/that/; s/these/those/`: the first in each line. */
function edit(path: string, edits: string): void {
  const text = readFileSync(path, "utf8");
  const lines = text.split("\n").map((line) =>
    edits.split("; ").reduce((left, each) => {
      const [, from = "", to = ""] = each.split("/");
      return left.replace(new RegExp(from), () => to);
    }, line),
  );
  if (lines.join("\n") === text) throw new Error(`nothing was changed by ${edits}`);
  writeFileSync(path, lines.join("\n"));
}
