import type { Pairs } from "../config/settings.js";
import { upperFirst } from "../schema/naming/names.js";

/** The two spellings of a method that talks to the database. */
export interface PairNames {
  readonly async: string;
  readonly sync: string;
}

const conventions: Readonly<Record<"node" | "django" | "prefix", PairNames>> = {
  node: { async: "{name}", sync: "{name}Sync" },
  django: { async: "a{name}", sync: "{name}" },
  prefix: { async: "async{Name}", sync: "{name}" },
};

/**
 * The spelling of both twins under a convention: `{name}` stands for the method's name, `{Name}` for the name with a
 * capital.
 *
 * ```ts
 * pairNames("node")("get")    // { async: "get", sync: "getSync" }
 * pairNames("prefix")("get")  // { async: "asyncGet", sync: "get" }
 * ```
 */
export function pairNames(pairs: Pairs): (name: string) => PairNames {
  const pattern = pairPattern(pairs);
  const spell = (spelling: string, name: string) =>
    spelling.replaceAll("{name}", name).replaceAll("{Name}", upperFirst(name));
  return (name) => ({ async: spell(pattern.async, name), sync: spell(pattern.sync, name) });
}

/** A convention as its two patterns: `{ async: "a{name}", sync: "{name}" }`. */
export function pairPattern(pairs: Pairs): PairNames {
  return typeof pairs === "string" ? conventions[pairs] : pairs;
}
