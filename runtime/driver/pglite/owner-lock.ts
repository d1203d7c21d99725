import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseInUse } from "../../errors/index.js";
import { atExit } from "./at-exit.js";
import { isAlive, readOwner, thisOwner, type Owner } from "./owner.js";

/**
 * Makes this thread the one owner of an embedded database's directory. The lock file comes to be with its
 * content (a hard link), and a dead owner's is replaced by whoever holds the second lock beside it.
 *
 * Throws `DatabaseInUse` with the owner's pid. Returns the function that gives the directory back.
 */
export function lockDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, "owner");
  const mine = join(directory, `owner.${randomUUID()}`);
  writeFileSync(mine, JSON.stringify(thisOwner()), { mode: 0o600 });
  try {
    if (!linked(mine, path)) takeOver(mine, path, directory);
  } finally {
    rmSync(mine, { force: true });
  }
  let held = true;
  const release = () => {
    if (held) rmSync(path, { force: true });
    held = false;
    forget();
  };
  const forget = atExit(release);
  return release;
}

function takeOver(mine: string, path: string, directory: string): void {
  const owner = readOwner(path);
  if (owner !== null && isAlive(owner)) throw inUse(directory, owner);
  const gate = `${path}.takeover`;
  if (!linked(mine, gate)) {
    const rival = readOwner(gate);
    if (rival !== null && isAlive(rival)) throw inUse(directory, rival);
    rmSync(gate, { force: true });
    if (!linked(mine, gate)) throw inUse(directory, readOwner(gate));
  }
  try {
    const now = readOwner(path);
    if (now !== null && isAlive(now)) throw inUse(directory, now);
    renameSync(mine, path);
  } finally {
    rmSync(gate, { force: true });
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function inUse(directory: string, owner: Owner | null): DatabaseInUse {
  const who = owner === null ? "another process" : describe(owner);
  return new DatabaseInUse(
    `The embedded database in ${resolve(directory)} is in use by ${who}: only one at a time can open it. ` +
      `${owner?.pid === process.pid ? "Use the connection that has it, or `await disconnect()` it first" : "End that one"}, ` +
      "or use a PostgreSQL server (DATABASE_URL).",
  );
}

function describe({ pid, thread }: Owner): string {
  if (pid !== process.pid) return `process ${pid}`;
  return `this process (${pid}, ${thread === 0 ? "main thread" : `worker thread ${thread}`})`;
}
