import type { Code } from "./schema.js";

export interface Carried {
  /** Imports of the model file that carried code uses. */
  readonly imports: readonly CarriedImport[];
  /** Top-level functions, constants and types of the model file that carried code uses, in file order. */
  readonly declarations: readonly Code[];
  /** Other models named in carried code: their client classes are imported. */
  readonly models: readonly string[];
  /** Names out of the generated client's own index that model files import: `BookQuerySet`. */
  readonly generated: readonly string[];
  /** Those of `generated` that are used as values: `count`. The others are types. */
  readonly generatedValues?: readonly string[];
  /** Every name that `imports` and `declarations` take in the file; nothing else there may have it. */
  readonly names?: readonly string[];
}

export interface CarriedImport {
  readonly name: string;
  /** The exported name; `"*"` for a namespace, `"default"` for a default import. */
  readonly imported: string;
  readonly typeOnly: boolean;
  /** A bare specifier, or, for a relative one, the path from the project root (`models/helpers.js`) with `relative: true`. */
  readonly from: string;
  readonly relative: boolean;
}
