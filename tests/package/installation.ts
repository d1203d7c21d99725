import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MINUTES = 60_000;

export interface Shell {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Folder {
  readonly root: string;
  write(path: string, text: string): void;
  /** Runs a command line as a user types it. */
  run(command: string, env?: Readonly<Record<string, string>>): Promise<Shell>;
  remove(): void;
}

export function emptyFolder(): Folder {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "ormgen-package-")));
  return {
    root,
    write(path, text) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    run: (command, env = {}) => shell(command, root, env),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** The tarball that `npm publish` would upload, of what the last build made. */
export async function pack(folder: Folder): Promise<string> {
  const { status, stdout, stderr } = await shell(
    `npm pack --ignore-scripts --json --pack-destination ${JSON.stringify(folder.root)}`,
    ROOT,
    {},
  );
  if (status !== 0) throw new Error(stderr);
  const packed = JSON.parse(stdout) as { filename: string }[] | Record<string, { filename: string }>;
  const [first] = Array.isArray(packed) ? packed : Object.values(packed);
  return join(folder.root, first?.filename ?? "");
}

async function shell(command: string, cwd: string, more: Readonly<Record<string, string>>): Promise<Shell> {
  const options = { cwd, env: { ...ownEnvironment(), ...more }, timeout: 10 * MINUTES, maxBuffer: 64 << 20 };
  try {
    const shown = await promisify(execFile)("bash", ["-e", "-c", command], options);
    return { status: 0, ...shown };
  } catch (error) {
    const { code, stdout = "", stderr = "" } = error as { code?: number; stdout?: string; stderr?: string };
    return { status: code ?? -1, stdout, stderr };
  }
}

/** Without what this very run has set: npm's variables, vitest's, and the database of whoever runs it. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_|VITEST|NODE_ENV|NODE_OPTIONS|DATABASE_URL|INIT_CWD|TEST)/.test(name),
  );
  return { ...Object.fromEntries(entries), npm_config_audit: "false", npm_config_fund: "false", CI: "1" };
}
