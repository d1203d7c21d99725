import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { wantExtensions } from "../../driver/pglite/extensions.js";

export interface Settings {
  /** The directory of the embedded database, from the config's folder; used where `DATABASE_URL` is unset. */
  readonly embedded: string;
  /** The config's path from some folder above the client; without it, directories are seen from the working directory. */
  readonly config?: string;
  /** The extensions that the models use, or the config names: the embedded database starts with them. */
  readonly extensions?: readonly string[];
}

let settings: Settings = { embedded: ".ormgen" };
let client: string | null = null;

/** Sets what generated code knows from the project's config; a call that names a URL overrides it. */
export function configure(changes: Partial<Settings>): void {
  settings = { ...settings, ...changes };
  wantExtensions(changes.extensions ?? []);
  client = callerFile();
}

/** The same directory as the command line's, wherever the program is started and the client was built or bundled to. */
export function embeddedDirectory(): string {
  const { embedded, config } = settings;
  if (config === undefined) return embedded;
  const start = client === null ? process.cwd() : dirname(client);
  const file = findAbove(start, config) ?? findAbove(process.cwd(), config);
  if (file === null) return embedded;
  const directory = resolve(dirname(file), embedded);
  const near = relative(process.cwd(), directory);
  return near === "" || near.startsWith("..") ? directory : near;
}

function findAbove(start: string, path: string): string | null {
  for (let folder = start; ; folder = dirname(folder)) {
    const file = join(folder, path);
    if (existsSync(file)) return file;
    if (dirname(folder) === folder) return null;
  }
}

/** The file that calls `configure`: generated code holds no path of a machine, and in CommonJS no module has an address. */
function callerFile(): string | null {
  const former = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  const trace: { stack?: unknown } = {};
  Error.prepareStackTrace = (_, sites) => sites;
  Error.captureStackTrace(trace, configure);
  const sites = trace.stack;
  if (former === undefined) Reflect.deleteProperty(Error, "prepareStackTrace");
  else Object.defineProperty(Error, "prepareStackTrace", former);
  const name = Array.isArray(sites) ? (sites as NodeJS.CallSite[])[0]?.getFileName() : null;
  if (name === null || name === undefined) return null;
  if (name.startsWith("file:")) return fileURLToPath(name);
  return existsSync(name) ? name : null;
}
