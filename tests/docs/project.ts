import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "../../generator/cli/run.js";
import { loadSettings } from "../../generator/config/load-settings.js";
import { createSql } from "../../generator/migrate/ddl/create-sql.js";
import { stateOf } from "../../generator/migrate/state/state-of.js";
import { formatFiles } from "../../generator/emit/format.js";
import { renderClient } from "../../templates/render-client.js";
import { loadSchema } from "../../generator/read/index.js";
import { wantExtensions } from "../../runtime/driver/pglite/extensions.js";
import { fileOf, isMigration, type Fence, type Page } from "./page.js";

/** A folder in which the model files and the commands of a page stand and run. */
export interface Project {
  /** Writes the block's file; gives the SQL of its tables. */
  write(file: Fence): string;
  /** Runs `npx ormgen …`, a command a line; gives what they print, each followed by its exit status if it is not 0. */
  run(commands: Fence): Promise<string>;
}

export function createProject(root: string): Project {
  return {
    write(block) {
      const path = fileOf(block) ?? "";
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), `${block.text}\n`);
      return isMigration(block) ? "" : tablesOf(root, join(root, path), `${block.text}\n`).sql;
    },
    async run(block) {
      const printed: string[] = [];
      for (const line of block.text.split("\n")) printed.push(await runOrmgen(root, line));
      return printed.join("");
    },
  };
}

/** Generates the client of a page's own models into a folder; gives the SQL of its tables. */
export async function writeClient(root: string, { project }: Page): Promise<string> {
  const texts = new Map(
    project.flatMap(({ code }) =>
      fileOf(code) === null || isMigration(code)
        ? []
        : [[join(root, fileOf(code) ?? ""), code.text] as const],
    ),
  );
  const { schema, diagnostics } = loadSchema({
    ...{ root, files: [...texts.keys()], output: join(root, "generated") },
    read: (file) => texts.get(file) ?? "",
  });
  if (!schema) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  wantExtensions(schema.extensions ?? []);
  const settings = await loadSettings({ cwd: root });
  for (const { path, text } of renderClient(schema, settings)) {
    mkdirSync(dirname(join(root, "generated", path)), { recursive: true });
    writeFileSync(join(root, "generated", path), text);
  }
  return createSql(stateOf(schema)).join("\n");
}

/** Runs `npx ormgen …` in a folder; gives what it prints, and its exit status if it is not 0. */
export async function runOrmgen(
  root: string,
  line: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const [, words] = /^npx ormgen ?(.*)$/.exec(line) ?? [];
  if (words === undefined) throw new Error(`a page may run npx ormgen alone, not: ${line}`);
  let text = "";
  const stream = { write: (part: string) => (text += part) };
  const status = await run(words === "" ? [] : words.split(" "), {
    ...{ cwd: root, env: { ...env, NO_COLOR: "1" }, stdout: stream, stderr: stream },
    ...{ signal: new AbortController().signal, version: "0.1.0" },
  });
  const own = text.replace(/^[^\n]*…\n/gm, "");
  return status === 0 ? own : `${own}(exit status ${String(status)})\n`;
}

function tablesOf(root: string, file: string, text: string) {
  const { schema, diagnostics } = loadSchema({ root, files: [file], read: () => text });
  if (!schema) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return { schema, sql: createSql(stateOf(schema)).join("\n") };
}

/** What a field makes: its column as CREATE TABLE writes it, and the type of an instance's property. */
export async function fieldOf(root: string, field: string): Promise<{ sql: string; type: string }> {
  const text = `import { Model, fields } from "ormgen";
export class Other extends Model {
  name = fields.text();
}
export class Example extends Model {
  value = ${field};
}
`;
  const { schema, sql } = tablesOf(root, join(root, "models/example.ts"), text);
  const table = sql.slice(sql.indexOf('CREATE TABLE "example"'));
  const column = /^ {2}"value(?:_id)?" (.*?),$/m.exec(table)?.[1] ?? "";
  const settings = await loadSettings({ cwd: root });
  const files = await formatFiles(renderClient(schema, settings), settings.output);
  const client = files.find(({ path }) => path === "example.ts")?.text ?? "";
  const [, property = ""] = /^ {2}(?:readonly )?value(?:Id)?: (.*);$/m.exec(client) ?? [];
  return { sql: column, type: property };
}
