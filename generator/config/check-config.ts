import { didYouMean } from "../schema/naming/nearest.js";
import type { Config } from "./config.js";

type Check = (value: unknown) => string | null;

/** What each key may hold; a check gives what it expects, or null where it is content. */
const CHECKS: Readonly<Record<keyof Config, Check>> = {
  models: (value) =>
    isPath(value) || (isFull(value) && value.every(isPath)) ? null : "a glob or a list of globs",
  output: path,
  migrations: path,
  schema: (value) => (typeof value === "string" && value.trim() !== "" ? null : "the name of a schema"),
  extensions: (value) =>
    Array.isArray(value) && value.every((name) => typeof name === "string" && name.trim() !== "")
      ? null
      : "a list of the names of extensions",
  migrateUrl: (value) =>
    typeof value === "string" && /^postgres(?:ql)?:\/\//.test(value)
      ? null
      : "the URL of a server, postgres://…",
  pairs,
  lazy: oneOf("sync", "never"),
  timeZone: (value) =>
    isTimeZone(value) ? null : 'the name of a time zone such as "UTC" or "Europe/Berlin"',
  embedded: path,
  importExtension: oneOf(".js", ".ts", ""),
};

/** Every mistake of the configuration, one sentence each, naming the key. */
export function problemsOf(config: unknown): string[] {
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    return ["must export its settings as the default: export default defineConfig({ … })"];
  }
  return Object.entries(config).flatMap(([key, value]) => {
    if (!Object.hasOwn(CHECKS, key))
      return [`unknown key ${JSON.stringify(key)}: ${didYouMean(key, Object.keys(CHECKS))}`];
    if (value === undefined) return [];
    const expected = CHECKS[key as keyof Config](value);
    return expected === null ? [] : [`\`${key}\` must be ${expected}`];
  });
}

function path(value: unknown): string | null {
  return isPath(value) ? null : "a path";
}

function isPath(value: unknown): value is string {
  return typeof value === "string" && value !== "" && !value.includes("\0");
}

function isFull(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > 0;
}

function oneOf(...values: readonly string[]): Check {
  const list = values.map((value) => JSON.stringify(value)).join(" or ");
  return (value) => (values.includes(value as string) ? null : list);
}

const PAIRS = ["node", "django", "prefix"];

function pairs(value: unknown): string | null {
  if (PAIRS.includes(value as string)) return null;
  if (typeof value === "object" && value !== null) {
    const { async, sync, ...rest } = value as { async?: unknown; sync?: unknown };
    if (isPattern(async) && isPattern(sync) && async !== sync && Object.keys(rest).length === 0) return null;
  }
  return '"node", "django", "prefix" or two different patterns { async: "{name}Async", sync: "{name}" }';
}

function isPattern(value: unknown): value is string {
  return (
    typeof value === "string" &&
    /^[A-Za-z_$][\w$]*$/.test(value.replace(/\{[nN]ame\}/, "get")) &&
    /\{[nN]ame\}/.test(value)
  );
}

function isTimeZone(value: unknown): boolean {
  if (typeof value !== "string") return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
