import { imported, type Imported } from "../generator/emit/code.js";

const values = new Map<string, Imported>();
const types = new Map<string, Imported>();

/** A value that `ormgen/runtime` exports. */
export function runtime(name: string): Imported {
  return kept(values, name, () => imported(name, "ormgen/runtime"));
}

/** A type that `ormgen/runtime` exports. */
export function runtimeType(name: string): Imported {
  return kept(types, name, () => imported(name, "ormgen/runtime", { typeOnly: true }));
}

/** A file names the same few things many hundred times. */
function kept(made: Map<string, Imported>, name: string, make: () => Imported): Imported {
  const known = made.get(name) ?? make();
  made.set(name, known);
  return known;
}
