import { InvalidQuery, InvalidValue, knownOptions, switches } from "../../errors/index.js";
import { QuerySet } from "../queryset.js";
import { printable } from "../path.js";
import { refuseCombined } from "./combine.js";

export interface LockOptions<Path extends string = string> {
  /** Leaves out rows that somebody else has locked. */
  readonly skipLocked?: boolean;
  /** Throws at once where a row is locked. */
  readonly noWait?: boolean;
  /** Which rows to lock: `"self"`, and relations that `selectRelated` fetches. */
  readonly of?: readonly ("self" | Path)[];
  /** Locks rows but not their keys: others may still insert rows that refer to them. */
  readonly key?: boolean;
}

/** Locks the rows until the transaction ends. */
export function selectForUpdate(queryset: QuerySet, options: LockOptions = {}): QuerySet {
  refuseCombined(queryset, "selectForUpdate");
  knownOptions("selectForUpdate()", options, ["skipLocked", "noWait", "of", "key"]);
  switches("selectForUpdate()", options, ["skipLocked", "noWait", "key"]);
  const { model, related } = queryset.state;
  if (options.skipLocked && options.noWait) {
    throw new InvalidQuery(`${model.name}: selectForUpdate() takes skipLocked or noWait, not both`);
  }
  const of = options.of ?? ["self"];
  if (!Array.isArray(of))
    throw new InvalidValue(`${model.name}: selectForUpdate({ of }) is an array: ["self", "author"].`);
  for (const name of of) {
    if (name === "self" || related.some((path) => path === name || path.startsWith(`${name}__`))) continue;
    const known = ["self", ...fetchedPaths(related)].map((path) => `"${path}"`).join(", ");
    throw new InvalidQuery(
      `${model.name}: selectForUpdate({ of }) names "${printable(String(name))}", which selectRelated() does not fetch: it may be ${known}`,
    );
  }
  return QuerySet.derive(queryset, {
    lock: {
      strength: options.key ? "noKeyUpdate" : "update",
      wait: options.skipLocked ? "skipLocked" : options.noWait ? "noWait" : "wait",
      of,
    },
  });
}

/** What is fetched on the way to these paths, and they themselves. */
function fetchedPaths(related: readonly string[]): string[] {
  const paths = related.flatMap((path) => {
    const names = path.split("__");
    return names.map((_, at) => names.slice(0, at + 1).join("__"));
  });
  return [...new Set(paths)];
}
