import { cpSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createWorkspace } from "./workspace.js";

const workspace = createWorkspace();
afterAll(() => workspace.remove());

/** Kills its own process at the n-th step that changes the output folder. */
const KILLER = `import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
let left = Number(process.env.KILL_AT);
for (const name of ["mkdirSync", "openSync", "writeSync", "fsyncSync", "closeSync", "renameSync", "rmSync", "unlinkSync", "rmdirSync", "chmodSync"]) {
  const original = fs[name];
  fs[name] = (...args) => {
    const path = String(args[0]);
    const changes = typeof args[0] === "number" ? fs.inOutput?.has(args[0]) : /generated\\b/.test(path) && !(name === "openSync" && (args[1] ?? "r") === "r");
    if (changes && --left === 0) process.kill(process.pid, "SIGKILL");
    const value = original(...args);
    if (changes && name === "openSync") (fs.inOutput ??= new Set()).add(value);
    return value;
  };
}
fs.inOutput = new Set();
syncBuiltinESMExports();
`;

const models = (field: string) => `import { Model, fields } from "ormgen";
export class Author extends Model { ${field} = fields.text(); }
export class Book extends Model { author = fields.foreignKey(() => Author, { onDelete: "cascade" }); ${field} = fields.text(); }
`;
const more = `export class Tag extends Model { name = fields.text(); }\n`;

/** The client's files and the manifest; what else lies there is no part of the client. */
function client(folder: string): Record<string, string> {
  const place = join(workspace.root, folder, "generated");
  const names = readdirSync(place).filter((name) => name.endsWith(".ts") || name === ".ormgen-manifest.json");
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(place, name), "utf8")]));
}

/** The manifest may know of both clients until one of them is there. */
function sources(client: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(client).filter(([name]) => name.endsWith(".ts")));
}

test("killed at any step, the client is the old one, or what the next run makes whole", async () => {
  const folder = "killed";
  workspace.write("killer.mjs", KILLER);
  workspace.write(`${folder}/ormgen.config.json`, "{}");
  const write = (text: string) => workspace.write(`${folder}/models/all.ts`, text);
  const generate = async () => expect(await workspace.ormgen(folder)).toMatchObject({ status: 0 });
  write(models("title"));
  await generate();
  const after = client(folder);
  write(models("name") + more);
  await generate();
  const before = client(folder);
  expect(Object.keys(before)).not.toEqual(Object.keys(after));
  cpSync(join(workspace.root, folder, "generated"), join(workspace.root, "before"), { recursive: true });
  write(models("title"));

  let [old, finished] = [0, 0];
  // A file takes five steps: by threes, each of the five is met at some file and each file in some step.
  for (let step = 1; ; step += 3) {
    const killed = await workspace.ormgenWith(
      folder,
      { NODE_OPTIONS: `--import ${join(workspace.root, "killer.mjs")}`, KILL_AT: String(step) },
      "generate",
    );
    const journal = readdirSync(join(workspace.root, folder, "generated")).includes(".ormgen-journal.json");
    if (!journal) expect([before, after].map(sources)).toContainEqual(sources(client(folder)));
    if (killed.status === 0) break;
    if (journal) finished++;
    else old++;
    if (step % 30 === 1) expect((await workspace.ormgen(folder, "generate", "--check")).status).toBe(1);
    await generate();
    expect(client(folder)).toEqual(after);
    rmSync(join(workspace.root, folder, "generated"), { recursive: true });
    cpSync(join(workspace.root, "before"), join(workspace.root, folder, "generated"), { recursive: true });
  }
  expect(old).toBeGreaterThan(1);
  expect(finished).toBeGreaterThan(5);
  expect(client(folder)).toEqual(after);
}, 900_000);
