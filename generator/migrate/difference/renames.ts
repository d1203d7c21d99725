/** What has another name now, and what is to become of what has none. Keys and names from before to after. */
export interface Renames {
  readonly tables: ReadonlyMap<string, string>;
  /** By the key that the table has afterwards. */
  readonly columns: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly enums: ReadonlyMap<string, string>;
  /** By the name that the enum has afterwards. */
  readonly labels: ReadonlyMap<string, LabelFates>;
  /** Keys of columns that are dropped and added under the same name. */
  readonly replaced: ReadonlySet<string>;
}

export interface LabelFates {
  readonly renamed: readonly (readonly [string, string])[];
  /** What rows get whose label goes. */
  readonly mapped: readonly (readonly [string, string])[];
}

export const NO_RENAMES: Renames = {
  tables: new Map(),
  columns: new Map(),
  enums: new Map(),
  labels: new Map(),
  replaced: new Set(),
};

/** The way back. */
export function inverted({ tables, columns, enums, labels, replaced }: Renames): Renames {
  const back = new Map([...tables].map(([from, to]) => [to, from]));
  return {
    tables: back,
    columns: new Map([...columns].map(([table, names]) => [back.get(table) ?? table, swapped(names)])),
    enums: swapped(enums),
    labels: new Map(
      [...labels].map(([name, { renamed }]) => [
        swapped(enums).get(name) ?? name,
        { renamed: renamed.map(([from, to]) => [to, from] as const), mapped: [] },
      ]),
    ),
    replaced,
  };
}

function swapped(names: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...names].map(([from, to]) => [to, from]));
}

/**
 * The renames one after the other, so that no name is taken twice at any time: swaps and chains go through a
 * temporary name, and what is going to be dropped makes way.
 */
export function inSequence(
  renames: ReadonlyMap<string, string>,
  names: readonly string[],
  spare: (name: string, reason: "renamed" | "dropped") => string,
): (readonly [string, string])[] {
  const taken = new Set(names);
  const open = new Map([...renames].filter(([from, to]) => from !== to && taken.has(from)));
  const steps: (readonly [string, string])[] = [];
  const move = (from: string, to: string): void => {
    steps.push([from, to]);
    taken.delete(from);
    taken.add(to);
  };
  while (open.size > 0) {
    const free = [...open].find(([, to]) => !taken.has(to));
    if (free !== undefined) {
      open.delete(free[0]);
      move(...free);
      continue;
    }
    const blocked = [...open].find(([, to]) => !open.has(to));
    if (blocked !== undefined) {
      move(blocked[1], spare(blocked[1], "dropped"));
      continue;
    }
    const [[from, to] = ["", ""]] = open;
    const name = spare(from, "renamed");
    open.delete(from);
    move(from, name);
    open.set(name, to);
  }
  return steps;
}
