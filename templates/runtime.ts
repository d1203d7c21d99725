import { imported, type Imported } from "../generator/emit/code.js";

/** A value that `ormgen/runtime` exports. */
export function runtime(name: string): Imported {
  return imported(name, "ormgen/runtime");
}

/** A type that `ormgen/runtime` exports. */
export function runtimeType(name: string): Imported {
  return imported(name, "ormgen/runtime", { typeOnly: true });
}
