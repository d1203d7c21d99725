import { MigrationError } from "../migration-errors.js";

interface Node {
  readonly name: string;
  readonly parents: readonly string[];
}

/** Parents first, otherwise by name. Throws `MigrationError` where a parent is missing, or migrations go in a circle. */
export function inOrder<T extends Node>(nodes: readonly T[]): T[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  for (const { name, parents } of nodes) {
    const missing = parents.find((parent) => !byName.has(parent));
    if (missing === undefined) continue;
    throw new MigrationError(
      `${name} comes behind ${missing}, whose file is missing: restore it from your version control`,
    );
  }
  const open = [...nodes].sort((a, b) => (a.name < b.name ? -1 : 1));
  const done = new Set<string>();
  const ordered: T[] = [];
  while (open.length > 0) {
    const at = open.findIndex(({ parents }) => parents.every((parent) => done.has(parent)));
    if (at === -1) {
      throw new MigrationError(
        `These migrations come behind each other in a circle: ${open.map(({ name }) => name).join(", ")}`,
      );
    }
    for (const node of open.splice(at, 1)) {
      ordered.push(node);
      done.add(node.name);
    }
  }
  return ordered;
}

/** Those that nothing comes behind. */
export function headsOf<T extends Node>(nodes: readonly T[]): T[] {
  const parents = new Set(nodes.flatMap((node) => node.parents));
  return nodes.filter(({ name }) => !parents.has(name));
}

/** Throws `MigrationError` where the migrations end in more than one. */
export function requireOneHead(nodes: readonly Node[]): void {
  const heads = headsOf(nodes);
  if (heads.length < 2) return;
  throw new MigrationError(
    `The migrations of two branches stand beside each other: ${heads.map(({ name }) => name).join(" and ")}. ` +
      "`npx ormgen makemigrations --merge` joins them where their order does not matter, and --rebase NAME makes the one " +
      "anew behind the other",
  );
}

/** The named migrations and all that they come behind. */
export function withParents<T extends Node>(nodes: readonly T[], names: readonly string[]): T[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const wanted = new Set<string>();
  const visit = (name: string): void => {
    if (wanted.has(name)) return;
    wanted.add(name);
    byName.get(name)?.parents.forEach(visit);
  };
  names.forEach(visit);
  return nodes.filter(({ name }) => wanted.has(name));
}
