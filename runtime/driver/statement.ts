import type { Codec } from "../values/codec.js";

/** A compiled query with its values encoded: what is asked of the database. */
export interface Statement {
  readonly sql: string;
  /** Stable for one `sql`: the name of the prepared statement; null sends it unnamed. */
  readonly name: string | null;
  /** In PostgreSQL's text format, in the order of `$1, $2, …`. */
  readonly parameters: readonly (string | null)[];
  /** OIDs of the parameters; 0 or absent where PostgreSQL infers them. */
  readonly types?: readonly number[];
  /** One codec a column of the result; null, for a column or for all: the server describes it, its OID decides. */
  readonly columns: readonly (Codec | null)[] | null;
  /** Codecs for columns that the server describes, by their names there. */
  readonly columnsByName?: ReadonlyMap<string, Codec>;
  /** What it does, where it is known; SQL that came from elsewhere may do anything. */
  readonly effect?: Effect;
  /** Whose rows it is about, where it comes from a model's query. */
  readonly about?: About | undefined;
  /** 1 where it opens a cursor that outlives its transaction, -1 where it closes one. */
  readonly holds?: 1 | -1;
}

export interface About {
  readonly name: string;
  readonly table: string;
}

/** How much of a statement is ormgen's own, and whether it only reads. */
export interface Effect {
  /** It changes nothing and locks nothing, as far as its own text goes: a replica may answer it. */
  readonly reads: boolean;
  /** No SQL of somebody else's is in it: it leaves the session as it was. */
  readonly own: boolean;
}

export const READS: Effect = { reads: true, own: true };
export const WRITES: Effect = { reads: false, own: true };

const READ = /^\s*select\b/iu;
const LOCKING = /\bfor\s+(?:no\s+key\s+update|update|key\s+share|share)\b/iu;

export function effectOf(sql: string, own: boolean): Effect {
  const reads = READ.test(sql) && !LOCKING.test(sql);
  if (!own) return { reads, own };
  return reads ? READS : WRITES;
}
