import type { OperationNode } from "kysely";
import type { Kind } from "../../types/model-type.js";
import type { Codec } from "../../values/index.js";
import type { Node } from "../expression/node.js";
import type { Sql } from "./sql.js";

/** One way to compare an operand: what stands after the last `__`. */
export interface Lookup {
  readonly name: string;
  /** The kinds of operand that it compares; null: any. */
  readonly kinds: readonly Kind[] | null;
  /** Turns the value of a condition into operands; throws for a value of the wrong type, never repeats it. */
  operands(left: Codec, value: unknown): readonly Node[];
  sql(left: Sql, right: readonly Sql[]): OperationNode;
}

/** A function of one operand that stands between two `__`: `published__year`. */
export interface Transform {
  readonly name: string;
  readonly kinds: readonly Kind[];
  /** Whether it stands on both sides of a condition. */
  readonly bilateral?: true;
  /** The codec of what comes out. */
  output(of: Codec): Codec;
  sql(of: Sql, timeZone: string): OperationNode;
}
