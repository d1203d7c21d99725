import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { cacheDirectory } from "../../runtime/driver/pglite/cache-directory.js";
import { engineLocation } from "../../runtime/driver/pglite/engine-location.js";
import { lockDirectory } from "../../runtime/driver/pglite/owner-lock.js";
import { DatabaseInUse } from "../../runtime/errors/index.js";
import { migrate } from "../migrate/index.js";
import type { Copy, TemplateSource } from "./test-database.js";

const POLL_MS = 50;
/** A template that nobody has copied for so long is swept. */
const KEPT_MS = 14 * 24 * 3_600_000;

/** Copies the template's data directory, making the template first where there is none. */
export async function copyEmbedded(source: TemplateSource): Promise<Copy> {
  const template = await templateOf(source);
  const root = await mkdtemp(join(tmpdir(), "ormgen-test-"));
  const sweep = () => rmSync(root, { recursive: true, force: true });
  process.once("exit", sweep);
  await cp(join(template, "data"), join(root, "data"), { recursive: true });
  return {
    url: `embedded:${root}`,
    remove: async () => {
      process.off("exit", sweep);
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function templateOf({ folder, hash }: TemplateSource): Promise<string> {
  const home = join(templatesDirectory(), `test-${hash}-${engineLocation().version}`);
  const template = join(home, "template");
  if (!existsSync(template)) {
    const unlock = await alone(home);
    try {
      if (!existsSync(template)) await make(home, template, folder);
    } finally {
      unlock();
    }
  }
  const now = new Date();
  utimesSync(home, now, now);
  return template;
}

/** It comes to be whole or not at all. */
async function make(home: string, template: string, folder: string): Promise<void> {
  const unfinished = join(home, `unfinished-${randomUUID()}`);
  try {
    await migrate({ folder, url: "", embedded: unfinished });
    renameSync(unfinished, template);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  sweepOld();
}

/** Of all the files that start at once, one makes the template; the others wait for it. */
async function alone(home: string): Promise<() => void> {
  for (;;) {
    try {
      return lockDirectory(home);
    } catch (error) {
      if (!(error instanceof DatabaseInUse)) throw error;
      await wait(POLL_MS);
    }
  }
}

function templatesDirectory(): string {
  try {
    mkdirSync(cacheDirectory(), { recursive: true });
    return cacheDirectory();
  } catch {
    // A home that may not be written.
    return tmpdir();
  }
}

function sweepOld(): void {
  const directory = templatesDirectory();
  for (const name of readdirSync(directory)) {
    if (!/^test-[0-9a-f]{12}-/u.test(name)) continue;
    const path = join(directory, name);
    if (Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}
