import { readFileSync } from "node:fs";
import { threadId } from "node:worker_threads";

/** Who holds a data directory. */
export interface Owner {
  readonly pid: number;
  readonly thread: number;
  /** When the process started, where the system tells: a pid is used again. */
  readonly started: string | null;
}

export function thisOwner(): Owner {
  return { pid: process.pid, thread: threadId, started: startOf(process.pid) };
}

export function readOwner(path: string): Owner | null {
  try {
    const owner = JSON.parse(readFileSync(path, "utf8")) as Partial<Owner>;
    if (typeof owner.pid !== "number") return null;
    return { pid: owner.pid, thread: owner.thread ?? 0, started: owner.started ?? null };
  } catch {
    return null;
  }
}

export function isAlive({ pid, started }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const now = startOf(pid);
  return started === null || now === null || now === started;
}

/** Field 22 of /proc/<pid>/stat, counted behind the command's name, which can hold spaces and parentheses. */
function startOf(pid: number): string | null {
  if (process.platform !== "linux") return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // A zombie holds nothing any more.
    return fields[0] === "Z" ? "dead" : (fields[19] ?? null);
  } catch {
    return null;
  }
}
