import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { problemsOf } from "./check-config.js";
import { ConfigError } from "./config-error.js";
import { defineConfig, type Config } from "./config.js";
import type { Settings } from "./settings.js";

const NAMES = ["ts", "mts", "js", "mjs", "json"].map((extension) => `ormgen.config.${extension}`);

export interface LoadSettingsOptions {
  readonly cwd: string;
  /** The config file, relative to `cwd`; without it, the first `ormgen.config.*` there, or none. */
  readonly config?: string | undefined;
}

/**
 * Reads the config file and fills in every default.
 *
 * Throws `ConfigError`, which names every key that is wrong.
 */
export async function loadSettings({ cwd, config }: LoadSettingsOptions): Promise<Settings> {
  const file = findConfig(cwd, config);
  if (file === null) return withDefaults({}, cwd);
  const loaded = await load(file);
  const problems = problemsOf(loaded);
  if (problems.length > 0) throw new ConfigError(basename(file), problems);
  return withDefaults(loaded as Config, dirname(file));
}

function findConfig(cwd: string, config: string | undefined): string | null {
  if (config !== undefined) {
    const file = resolve(cwd, config);
    if (!existsSync(file)) throw new ConfigError(config, ["there is no such file"]);
    return file;
  }
  const found = NAMES.map((name) => resolve(cwd, name)).filter((file) => existsSync(file));
  if (found.length > 1) {
    throw new ConfigError(basename(found[0] as string), [
      `stands beside ${found
        .slice(1)
        .map((file) => basename(file))
        .join(", ")}: keep one`,
    ]);
  }
  return found[0] ?? null;
}

async function load(file: string): Promise<unknown> {
  try {
    if (file.endsWith(".json")) return JSON.parse(readFileSync(file, "utf8")) as unknown;
    const { createJiti } = await import("jiti");
    const jiti = createJiti(file, {
      fsCache: false,
      moduleCache: false,
      interopDefault: false,
      // So that a config file works where ormgen itself is not installed: `npx ormgen`.
      virtualModules: { "ormgen/config": { defineConfig } },
    });
    return (await jiti.import<{ default?: unknown }>(file)).default;
  } catch (cause) {
    const [reason = ""] = String(cause instanceof Error ? cause.message : cause).split("\n");
    throw new ConfigError(basename(file), [`cannot be read: ${reason}`], { cause });
  }
}

function withDefaults(config: Config, root: string): Settings {
  const models = config.models ?? "models/**/*.ts";
  return {
    root,
    models: typeof models === "string" ? [models] : models,
    output: resolve(root, config.output ?? "generated"),
    migrations: resolve(root, config.migrations ?? "migrations"),
    schema: config.schema,
    migrateUrl: config.migrateUrl,
    pairs: config.pairs ?? "node",
    lazy: config.lazy ?? "sync",
    timeZone: config.timeZone ?? "UTC",
    embedded: resolve(root, config.embedded ?? ".ormgen"),
    importExtension: config.importExtension ?? ".js",
  };
}
