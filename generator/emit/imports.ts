import { identifier, isIdentifier } from "./identifier.js";
import { GLOBAL, imported, type Imported } from "./imported.js";
import { InternalError } from "./internal-error.js";

export interface LocalNames {
  of(item: Imported): string;
}

/** Gives each import a name of its own in the file; which one depends on the set alone, not on its order. */
export function localNames(used: readonly Imported[], reserved: Iterable<string>): LocalNames {
  const taken = new Set(reserved);
  const names = new Map<string, string>();
  const distinct = [...new Map([...new Set(used)].map((item) => [item.key, item])).values()].sort(bySource);
  for (const item of distinct.filter((item) => item.as !== null)) {
    const name = identifier(item.as as string);
    if (taken.has(name))
      throw new InternalError(`The import ${name} from ${item.from} clashes with another name of the file`);
    taken.add(name);
    names.set(item.key, name);
  }
  for (const item of distinct.filter((item) => item.from === GLOBAL)) {
    names.set(item.key, taken.has(item.name) ? `${GLOBAL}.${item.name}` : item.name);
    taken.add(item.name);
  }
  for (const item of distinct.filter((item) => item.as === null && item.from !== GLOBAL)) {
    const same = names.get(imported(item.name, item.from, { as: item.name }).key);
    if (same !== undefined) {
      names.set(item.key, same);
      continue;
    }
    const name = free(item.name === "*" || item.name === "default" ? "module" : identifier(item.name), taken);
    taken.add(name);
    names.set(item.key, name);
  }
  return { of: (item) => names.get(item.key) as string };
}

/** One statement a module, packages before relative paths, in the order of code units. */
export function printImports(used: readonly Imported[], names: LocalNames): string[] {
  const modules = new Map<string, Imported[]>();
  for (const item of new Set(used)) {
    if (item.from === GLOBAL) continue;
    const items = modules.get(item.from);
    if (items === undefined) modules.set(item.from, [item]);
    else items.push(item);
  }
  return [...modules]
    .sort(([a], [b]) => rank(a) - rank(b) || compare(a, b))
    .flatMap(([from, items]) => statements(from, items, names));
}

function statements(from: string, items: readonly Imported[], names: LocalNames): string[] {
  const specifier = JSON.stringify(from);
  const namespaces = merged(
    items.filter((item) => item.name === "*"),
    names,
  );
  const members = merged(
    items.filter((item) => item.name !== "*"),
    names,
  );
  const lines = namespaces.map(
    (item) => `import ${item.typeOnly ? "type " : ""}* as ${names.of(item)} from ${specifier};`,
  );
  if (members.length > 0) {
    const allTypes = members.every((item) => item.typeOnly);
    const list = members.map(
      (item) => `${item.typeOnly && !allTypes ? "type " : ""}${member(item, names.of(item))}`,
    );
    lines.push(`import ${allTypes ? "type " : ""}{ ${list.join(", ")} } from ${specifier};`);
  }
  return lines;
}

function member(item: Imported, local: string): string {
  if (item.name === local) return local;
  return `${isIdentifier(item.name) ? item.name : JSON.stringify(item.name)} as ${local}`;
}

/** One a local name, sorted; a value wherever it is used as a value. */
function merged(items: readonly Imported[], names: LocalNames): Imported[] {
  const byName = new Map<string, Imported>();
  for (const item of items) {
    const other = byName.get(names.of(item));
    byName.set(
      names.of(item),
      other === undefined ? item : { ...item, typeOnly: item.typeOnly && other.typeOnly },
    );
  }
  return [...byName.values()].sort(bySource);
}

function bySource(a: Imported, b: Imported): number {
  return (
    rank(a.from) - rank(b.from) ||
    compare(a.from, b.from) ||
    compare(a.name, b.name) ||
    compare(a.as ?? "", b.as ?? "")
  );
}

function rank(from: string): number {
  return from.startsWith(".") ? 1 : 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function free(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 1; ; number++) {
    if (!taken.has(`${name}_${String(number)}`)) return `${name}_${String(number)}`;
  }
}
