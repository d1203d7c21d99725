import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "./render.js";

const run = promisify(execFile);

export interface Ended {
  readonly status: number;
  readonly output: string;
}

export interface Workspace {
  readonly root: string;
  write(path: string, text: string): void;
  /** Copies a folder of the fixtures. */
  copy(fixture: string, path: string): void;
  /** Runs the built command line in a folder of the workspace. */
  ormgen(folder: string, ...args: string[]): Promise<Ended>;
  ormgenWith(folder: string, env: Record<string, string>, ...args: string[]): Promise<Ended>;
  /** Type-checks the whole workspace, and writes JavaScript to `build/`. */
  tsc(): Promise<Ended>;
  node(folder: string, script: string, env?: Record<string, string>): Promise<Ended>;
  remove(): void;
}

/** A folder in which `ormgen` is what the repository's last build made. */
export function createWorkspace(): Workspace {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "ormgen-workspace-")));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write("package.json", '{ "type": "module" }');
  write(
    "tsconfig.json",
    JSON.stringify({
      compilerOptions: {
        ...{ target: "ES2022", module: "NodeNext", moduleResolution: "NodeNext", strict: true },
        ...{ noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, noImplicitOverride: true },
        ...{ verbatimModuleSyntax: true, isolatedModules: true, types: ["node"], skipLibCheck: true },
        ...{ rootDir: ".", outDir: "build" },
      },
      exclude: ["build", "node_modules"],
    }),
  );
  mkdirSync(join(root, "node_modules", "@types"), { recursive: true });
  symlinkSync(ROOT, join(root, "node_modules", "ormgen"), "junction");
  symlinkSync(
    join(ROOT, "node_modules", "@types", "node"),
    join(root, "node_modules", "@types", "node"),
    "junction",
  );
  const start = async (folder: string, args: readonly string[], env: Record<string, string> = {}) => {
    const own = { ...process.env, DATABASE_URL: "" };
    const options = { cwd: join(root, folder), env: { ...own, ...env }, timeout: 120_000 };
    try {
      const { stdout, stderr } = await run(process.execPath, args, options);
      return { status: 0, output: stdout + stderr };
    } catch (error) {
      const failed = error as { code?: number; stdout?: string; stderr?: string; message: string };
      return {
        status: failed.code ?? -1,
        output: `${failed.stdout ?? failed.message}${failed.stderr ?? ""}`,
      };
    }
  };
  return {
    root,
    write,
    copy: (fixture, path) => cpSync(join(ROOT, "fixtures", fixture), join(root, path), { recursive: true }),
    ormgen: (folder, ...args) => start(folder, [join(ROOT, "dist/bin/ormgen.js"), "--no-color", ...args]),
    ormgenWith: (folder, env, ...args) =>
      start(folder, [join(ROOT, "dist/bin/ormgen.js"), "--no-color", ...args], env),
    tsc: () => start(".", [join(ROOT, "node_modules/typescript/bin/tsc"), "--pretty", "false"]),
    node: (folder, script, env) => start(folder, [join(root, "build", folder, script)], env),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
