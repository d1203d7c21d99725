/** `npm run demo`: a project made from nothing, as a user makes one, and a walk through what its client can do. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PROJECT = join(ROOT, ".cache", "demo");
const ORMGEN = join(ROOT, "dist/bin/ormgen.js");
const TSC = join(ROOT, "node_modules/typescript/bin/tsc");

const REFUSED = `import { Book } from "./generated/index.js";

const book = await Book.objects.get({ title: "Emma" });
console.log(book.author.name);
`;

if (!existsSync(ORMGEN)) run("npm run build", process.execPath, [npmCli(), "run", "--silent", "build"], ROOT);
prepare();
run("npx ormgen", process.execPath, [ORMGEN]);
run("npx ormgen makemigrations", process.execPath, [ORMGEN, "makemigrations"]);
run("npx ormgen migrate", process.execPath, [ORMGEN, "migrate"]);
run("npx tsc", process.execPath, [TSC]);
refused();
run("node build/walk.js", process.execPath, ["build/walk.js"]);

function prepare(): void {
  rmSync(PROJECT, { recursive: true, force: true });
  mkdirSync(PROJECT, { recursive: true });
  cpSync(join(ROOT, "fixtures/library/models"), join(PROJECT, "models"), { recursive: true });
  cpSync(new URL("data", import.meta.url), join(PROJECT, "data"), { recursive: true });
  for (const name of ["walk.ts", "show.ts", "load.ts"]) {
    const text = readFileSync(new URL(name, import.meta.url), "utf8");
    writeFileSync(join(PROJECT, name), text.replaceAll("../../fixtures/library/generated/", "./generated/"));
  }
  writeFileSync(join(PROJECT, "ormgen.config.json"), "{}\n");
  const compilerOptions = {
    ...{ target: "ES2022", module: "NodeNext", moduleResolution: "NodeNext", strict: true },
    ...{ types: ["node"], skipLibCheck: true, rootDir: ".", outDir: "build" },
  };
  writeFileSync(join(PROJECT, "tsconfig.json"), JSON.stringify({ compilerOptions, exclude: ["build"] }));
}

/** The compiler's own words for a relation that was not loaded. */
function refused(): void {
  writeFileSync(join(PROJECT, "refused.ts"), REFUSED);
  const { stdout } = spawnSync(
    process.execPath,
    [TSC, "--noEmit", "--pretty", "false"],
    options(PROJECT, "pipe"),
  );
  rmSync(join(PROJECT, "refused.ts"));
  if (!stdout.includes("Book.author is not loaded"))
    throw new Error("The compiler did not refuse book.author.name");
  print(
    `\n# What the compiler says of a relation that was not loaded\n\n${REFUSED}\n$ npx tsc\n${stdout.trim()}`,
  );
}

function run(shown: string, program: string, parameters: readonly string[], cwd = PROJECT): void {
  print(`\n$ ${shown}`);
  const { status } = spawnSync(program, parameters, options(cwd, "inherit"));
  if (status !== 0) process.exit(status ?? 1);
}

function options(cwd: string, output: "inherit" | "pipe") {
  // The demo shows the embedded database, whatever server the shell knows.
  const env = { ...process.env, DATABASE_URL: "" };
  return {
    cwd,
    env,
    encoding: "utf8" as const,
    stdio: ["ignore", output, "inherit"] as ("ignore" | "pipe")[],
  };
}

function npmCli(): string {
  const cli = process.env["npm_execpath"];
  if (cli === undefined)
    throw new Error("There is no build: run `npm run build`, or start this by `npm run demo`");
  return cli;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
