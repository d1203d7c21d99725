import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Answer, Question } from "./chain.js";

const SCRIPT = fileURLToPath(new URL("./reference.py", import.meta.url));
const NEEDS = "import django, psycopg2; print(django.get_version())";

export interface Reference {
  ask(question: Question): Promise<Answer>;
  close(): void;
}

/** A Python that has Django and psycopg2, and Django's version; null where there is none. */
export function findDjango(): { readonly python: string; readonly version: string } | null {
  for (const python of [process.env["ORMGEN_TEST_PYTHON"], "python3", "/usr/bin/python3"]) {
    if (python === undefined) continue;
    const { status, stdout } = spawnSync(python, ["-c", NEEDS], { encoding: "utf8" });
    if (status === 0) return { python, version: stdout.trim() };
  }
  return null;
}

/** Django over a database that has the library's tables. */
export function startReference(python: string, url: string): Reference {
  const { hostname, port, pathname, username, password, searchParams } = new URL(url);
  const settings = {
    NAME: pathname.slice(1),
    HOST: searchParams.get("host") ?? hostname,
    PORT: port,
    USER: decodeURIComponent(username),
    PASSWORD: decodeURIComponent(password),
  };
  const child = spawn(python, [SCRIPT, JSON.stringify(settings)], { stdio: ["pipe", "pipe", "inherit"] });
  const waiting: { answered: (answer: Answer) => void; failed: (cause: Error) => void }[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    waiting.shift()?.answered(JSON.parse(line) as Answer);
  });
  child.on("exit", (status) => {
    for (const { failed } of waiting) failed(new Error(`Django ended with status ${String(status)}`));
  });
  return {
    ask: (question) =>
      new Promise((answered, failed) => {
        waiting.push({ answered, failed });
        child.stdin.write(`${JSON.stringify(question)}\n`);
      }),
    close: () => child.stdin.end(),
  };
}
