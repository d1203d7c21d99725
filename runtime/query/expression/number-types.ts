import { decimal, float8, int4, int8, type Codec } from "../../values/index.js";

export const numeric = decimal();

const LOSSLESS: ReadonlySet<string> = new Set([numeric.name, int8({ as: "bigint" }).name]);

const ranks: Readonly<Record<string, number>> = { int2: 0, int4: 1, int8: 2, numeric: 3, float8: 4 };
const ranked: readonly Codec[] = [int4, int4, int8({ as: "number" }), numeric, float8];

/** What PostgreSQL makes of two types of numbers; null where one is none. */
export function widest(left: Codec, right: Codec): Codec | null {
  const [a, b] = [rankOf(left), rankOf(right)];
  if (a === undefined || b === undefined) return null;
  // Of two ways to read one type, the one that loses nothing.
  if (a === b && left.dbType === right.dbType && LOSSLESS.has(right.name)) return right;
  const wide = ranked[Math.max(a, b)];
  if (wide === undefined || left.dbType === wide.dbType) return left;
  return right.dbType === wide.dbType ? right : wide;
}

function rankOf({ dbType }: Codec): number | undefined {
  return ranks[dbType.replace(/\(.*\)$/, "")];
}
