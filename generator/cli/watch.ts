import { once } from "node:events";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { watch as watchFiles } from "chokidar";
import { loadSettings } from "../config/load-settings.js";
import type { Settings } from "../config/settings.js";
import type { Context, Outcome } from "./context.js";
import { describeFailure } from "./describe-failure.js";

/** Several saves at once, as by a formatter, make one run. */
const DEBOUNCE = 80;
const READY_LIMIT = 1000;
const CONFIGS = ["ts", "mts", "js", "mjs", "json"].map((extension) => `ormgen.config.${extension}`);

/** Runs once, and again after every change of a model file or of the config, until Ctrl-C. */
export async function watch(
  context: Context,
  run: (settings: Settings) => Promise<Outcome>,
): Promise<Outcome> {
  const { terminal, signal, cwd } = context;
  const changes = createChanges();
  const watcher = watchFiles([], {
    ignoreInitial: true,
    ignored: (path) => /[\\/](?:node_modules|\.git)(?:[\\/]|$)/.test(path),
  });
  let output: string | null = null;
  watcher.on("all", (event, path) => {
    const inOutput = output !== null && path.startsWith(join(output, "/"));
    if (event !== "addDir" && !inOutput && /\.(?:[cm]?[jt]s|json)$/.test(path)) changes.note();
  });
  watcher.on("error", (error) => terminal.error(String(error)));
  const ready = once(watcher, "ready").catch(() => []);
  const watched = new Set<string>();
  // Added twice, a folder is read twice, and what is new in it at that moment would pass for old.
  const follow = (paths: readonly string[]): void => {
    const fresh = paths.filter((path) => !watched.has(path));
    for (const path of fresh) watched.add(path);
    if (fresh.length > 0) watcher.add(fresh);
  };
  follow(
    context.config === undefined ? CONFIGS.map((name) => join(cwd, name)) : [resolve(cwd, context.config)],
  );
  const stop = (): void => changes.stop();
  signal.addEventListener("abort", stop);
  try {
    do {
      try {
        const settings = await loadSettings(context);
        output = settings.output;
        follow(settings.models.map((glob) => join(settings.root, baseOf(glob))));
        // Not without a limit: it never comes for paths that cannot be read.
        await Promise.race([ready, wait(READY_LIMIT, undefined, { ref: false })]);
        await run(settings);
      } catch (error) {
        if (signal.aborted) break;
        terminal.error(describeFailure(error, terminal).text);
      }
      terminal.info(terminal.colors.dim("Watching the models: Ctrl-C ends"));
    } while (!signal.aborted && (await changes.next()));
  } finally {
    signal.removeEventListener("abort", stop);
    await watcher.close();
  }
  return { ok: true };
}

/** The folder that a glob starts in: `src/models` of `src/models/**\/*.ts`. */
export function baseOf(glob: string): string {
  const parts = glob.split("/");
  const magic = parts.findIndex((part) => /[*?{}[\]()!]/.test(part));
  return (magic === -1 ? parts : parts.slice(0, magic)).join("/") || ".";
}

function createChanges(): { note(): void; stop(): void; next(): Promise<boolean> } {
  let stopped = false;
  let dirty = false;
  let timer: NodeJS.Timeout | undefined;
  let wake: ((more: boolean) => void) | undefined;
  const settle = (): void => {
    if (wake === undefined || (!dirty && !stopped)) return;
    const resume = wake;
    wake = undefined;
    dirty = false;
    resume(!stopped);
  };
  return {
    note() {
      clearTimeout(timer);
      timer = setTimeout(() => {
        dirty = true;
        settle();
      }, DEBOUNCE);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      settle();
    },
    next() {
      return new Promise((resolve) => {
        wake = resolve;
        settle();
      });
    },
  };
}
