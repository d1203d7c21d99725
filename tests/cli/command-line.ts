import { mkdtempSync, rmSync, writeFileSync, mkdirSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { run, type ExitStatus } from "../../generator/cli/run.js";

export interface Ran {
  readonly status: ExitStatus;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Project {
  readonly root: string;
  readonly write: (path: string, text: string) => void;
  /** Runs `npx ormgen …args` in the project, within this process. */
  readonly ormgen: (...args: string[]) => Promise<Ran>;
  /** The same, of another build of ormgen. */
  readonly ormgenOf: (build: string | undefined, ...args: string[]) => Promise<Ran>;
}

/** A folder of its own for one test. */
export function createProject(
  env: Record<string, string> = {},
  signal: AbortSignal = new AbortController().signal,
): Project {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "ormgen-cli-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return {
    root,
    write(path, text) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    ormgen: (...args) => ormgenOf("a build", ...args),
    ormgenOf,
  };

  async function ormgenOf(build: string | undefined, ...args: string[]): Promise<Ran> {
    const texts = { stdout: "", stderr: "" };
    const stream = (name: keyof typeof texts) => ({ write: (text: string) => (texts[name] += text) });
    const status = await run(args, {
      cwd: root,
      env,
      stdout: stream("stdout"),
      stderr: stream("stderr"),
      signal,
      version: "1.2.3",
      build,
    });
    // A loaded machine is told what it waits for.
    return { status, stdout: texts.stdout, stderr: texts.stderr.replace(/^[^\n]*…\n/gm, "") };
  }
}

export const BOOK = `import { Model, fields } from "ormgen";

/** A book. */
export class Book extends Model {
  title = fields.text({ maxLength: 200 });
}
`;

/** Two mistakes. */
export const BROKEN = `import { Model, fields } from "ormgen";

export class Book extends Model {
  title = fields.txt();
  author = fields.foreignKey(() => Nobody, { onDelete: "cascade" });
}
`;
