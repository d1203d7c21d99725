import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** PgBouncer's program, if there is one. */
export function findPooler(): string | null {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  const places = folders.map((folder) => join(folder, "pgbouncer"));
  return places.find((place) => existsSync(place) && versionOf(place) !== null) ?? null;
}

/** Whether it carries prepared statements from one connection to the next: PgBouncer does since 1.21. */
export function keepsStatements(program: string): boolean {
  const [major = 0, minor = 0] = versionOf(program) ?? [];
  return major > 1 || (major === 1 && minor >= 21);
}

function versionOf(program: string): [number, number] | null {
  const { status, stdout } = spawnSync(program, ["--version"], { encoding: "utf8" });
  const found = status === 0 ? /(\d+)\.(\d+)/u.exec(stdout) : null;
  return found === null ? null : [Number(found[1]), Number(found[2])];
}
