/** Programs of nested transactions, made at random: what they do, and what becomes of the table by the book. */
export type Style = "sync" | "async";

export type Node =
  | { readonly kind: "insert" | "raw insert"; readonly style: Style; readonly id: number }
  /** A statement that the database refuses; caught, it dooms its transaction all the same. */
  | { readonly kind: "fail"; readonly style: Style; readonly caught: boolean }
  | { readonly kind: "throw" }
  | { readonly kind: "hook"; readonly id: number }
  /** Begins to read a stream and leaves it, at its first row or by breaking off. */
  | { readonly kind: "stream"; readonly style: Style; readonly unread: boolean }
  | { readonly kind: "detach"; readonly style: Style; readonly id: number }
  | {
      readonly kind: "block";
      readonly style: Style;
      readonly caught: boolean;
      readonly body: readonly Node[];
    };

export type Program = readonly Node[];

/** Mulberry32: the same programs for the same seed, everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function makeProgram(random: () => number, { detach }: { readonly detach: boolean }): Program {
  let ids = 0;
  const chance = (part: number) => random() < part;
  const block = (depth: number, around: Style): Node => {
    // Inside of a sync block nothing async can run.
    const style: Style = around === "sync" || chance(0.5) ? "sync" : "async";
    return { kind: "block", style, caught: chance(0.8), body: body(depth + 1, style) };
  };
  const body = (depth: number, around: Style): Node[] =>
    Array.from({ length: Math.floor(random() * 5) }, () => node(depth, around));
  const node = (depth: number, around: Style): Node => {
    const style: Style = around === "sync" || chance(0.5) ? "sync" : "async";
    const dice = random();
    if (dice < 0.3 && depth < 5) return block(depth, around);
    if (dice < 0.55) return { kind: chance(0.2) ? "raw insert" : "insert", style, id: ++ids };
    if (dice < 0.65) return { kind: "fail", style, caught: chance(0.5) };
    if (dice < 0.7) return { kind: "throw" };
    if (dice < 0.8) return { kind: "hook", id: ++ids };
    if (dice < 0.9 || !detach) return { kind: "stream", style, unread: chance(0.5) };
    return { kind: "detach", style, id: ++ids };
  };
  return Array.from({ length: 1 + Math.floor(random() * 3) }, () => block(0, "async"));
}

export interface Result {
  readonly rows: readonly number[];
  readonly hooks: readonly number[];
}

interface Level {
  rows: number[];
  hooks: number[];
  /** A statement in it failed. */
  doomed: boolean;
  /** What it is in was doomed before it: no statement of it is run. */
  readonly hopeless: boolean;
}

class Failed extends Error {}

/** What the rules say: an in-memory stack of savepoints. */
export function expectedOf(program: Program): Result {
  const committed: Level = { rows: [], hooks: [], doomed: false, hopeless: false };
  const run = (node: Node, at: Level): void => {
    if (node.kind === "throw") throw new Failed();
    if (node.kind === "detach") return void committed.rows.push(node.id);
    if (node.kind === "hook") return void at.hooks.push(node.id);
    if (node.kind === "block") {
      try {
        nested(node.body, at);
      } catch (error) {
        if (!node.caught) throw error;
      }
      return;
    }
    if (at.doomed || at.hopeless) {
      if (node.kind === "fail" && node.caught) return;
      throw new Failed();
    }
    if (node.kind === "insert" || node.kind === "raw insert") at.rows.push(node.id);
    if (node.kind !== "fail") return;
    at.doomed = true;
    if (!node.caught) throw new Failed();
  };
  const nested = (body: readonly Node[], outer: Level): void => {
    const own: Level = { rows: [], hooks: [], doomed: false, hopeless: outer.doomed || outer.hopeless };
    for (const node of body) run(node, own);
    if (own.doomed && own !== outer) throw new Failed();
    outer.rows.push(...own.rows);
    outer.hooks.push(...own.hooks);
  };
  for (const node of program) {
    try {
      run(node, committed);
    } catch {
      // The runner catches at the top too.
    }
  }
  return { rows: committed.rows.sort((a, b) => a - b), hooks: committed.hooks };
}
