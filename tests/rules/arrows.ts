import { importsOf, type SourceText } from "./imports.js";

/** Which rooms a room may know, types included; a room that is not named here knows what it likes. */
export const arrows: Readonly<Record<string, readonly string[]>> = {
  "runtime/errors": [],
  "runtime/types": [],
  "runtime/values": ["runtime/errors"],
  "runtime/meta": ["runtime/errors", "runtime/types", "runtime/values"],
  "runtime/driver": ["runtime/errors", "runtime/values"],
  "runtime/query": ["runtime/errors", "runtime/types", "runtime/values", "runtime/meta", "runtime/driver"],
  "runtime/instance": [
    ...["runtime/errors", "runtime/types", "runtime/values", "runtime/meta"],
    "runtime/query",
  ],
  "runtime/executor": ["runtime/errors", "runtime/values", "runtime/driver"],
  "runtime/testing": ["runtime/errors", "runtime/executor"],
  "generator/testing": [
    ...["runtime/errors", "runtime/driver", "runtime/executor", "runtime/testing"],
    "generator/migrate",
  ],
  "runtime/operations": [
    ...["runtime/errors", "runtime/types", "runtime/values", "runtime/meta", "runtime/driver"],
    ...["runtime/query", "runtime/instance", "runtime/executor"],
  ],
  "generator/schema": [],
  "generator/emit": ["generator/config"],
  "generator/plan": ["generator/schema", "generator/emit", "generator/config"],
  templates: ["generator/schema", "generator/emit", "generator/plan", "generator/config"],
};

/** `runtime/query` of `runtime/query/compile/select/rows.ts`, `templates` of `templates/code.ts`. */
export function roomOf(path: string): string {
  const [top = "", second = "", ...more] = path.split("/");
  return more.length > 0 && top !== "templates" ? `${top}/${second}` : top;
}

const HOUSE = /^(?:bin|generator|runtime|templates)\//;

/** The rooms that a file looks into, its own left out. */
export function roomsSeen(file: SourceText): string[] {
  const own = roomOf(file.path);
  const seen = importsOf(file)
    .filter((module) => HOUSE.test(module))
    .map(roomOf);
  return [...new Set(seen)].filter((room) => room !== own);
}

/** Rooms that reach each other again over others: each circle once, as `a -> b -> a`. */
export function circles(files: readonly SourceText[]): string[] {
  const seen = new Map<string, Set<string>>();
  for (const file of files.filter(({ path }) => HOUSE.test(path))) {
    const room = roomOf(file.path);
    const known = seen.get(room) ?? new Set<string>();
    for (const other of roomsSeen(file)) known.add(other);
    seen.set(room, known);
  }
  const found = new Map<string, string>();
  const walk = (room: string, way: readonly string[]): void => {
    const at = way.indexOf(room);
    if (at >= 0) {
      const circle = way.slice(at);
      found.set([...circle].sort().join(), [...circle, room].join(" -> "));
      return;
    }
    if (done.has(room)) return;
    for (const next of seen.get(room) ?? []) walk(next, [...way, room]);
    done.add(room);
  };
  const done = new Set<string>();
  for (const room of [...seen.keys()].sort()) walk(room, []);
  return [...found.values()];
}
