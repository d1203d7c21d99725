import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { bridgeWorkerPlugin } from "../../runtime/driver/bridge/build-worker.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const OPTIONAL = /^(?:pg-native|pg-cloudflare|@electric-sql\/pglite)$/u;

export interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/** Programs of a user's, run by plain node in processes of their own. */
export class Programs {
  readonly #directory: string;

  private constructor(parent: string) {
    this.#directory = join(parent, `ormgen-tests-${randomUUID()}`);
  }

  /** @param alone bundled with its packages and copied where there are none, as a deployed program is. */
  static async build({ alone = false } = {}): Promise<Programs> {
    const programs = new Programs(alone ? tmpdir() : join(ROOT, "node_modules", ".cache"));
    mkdirSync(programs.#directory, { recursive: true });
    const bundle = await rolldown({
      cwd: ROOT,
      input: { ormgen: join(ROOT, "runtime/executor/index.ts") },
      platform: "node",
      external: (id) => (alone ? OPTIONAL.test(id) : !/^[./]|virtual:/u.test(id)),
      plugins: [bridgeWorkerPlugin()],
      logLevel: "silent",
    });
    await bundle.write({ dir: programs.#directory, format: "esm", entryFileNames: "[name].mjs" });
    await bundle.close();
    return programs;
  }

  /** Starts a program whose text sees all that the executor exports. */
  start(text: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
    const path = join(this.#directory, `${randomUUID()}.mjs`);
    writeFileSync(path, `import * as ormgen from "./ormgen.mjs";\n${text}\n`);
    const own = { DATABASE_URL: "", NODE_OPTIONS: "" };
    return spawn(process.execPath, [path], { cwd: this.#directory, env: { ...process.env, ...own, ...env } });
  }

  /** Runs it to its end; kills it after two minutes. */
  run(text: string, env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    const child = this.start(text, env);
    const output: string[] = [];
    child.stdout?.on("data", (chunk: Buffer) => output.push(chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => output.push(chunk.toString()));
    const timer = setTimeout(() => child.kill("SIGKILL"), 120_000);
    return new Promise((resolve) => {
      child.once("close", (code) => {
        clearTimeout(timer);
        resolve({ code, output: output.join("") });
      });
    });
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
