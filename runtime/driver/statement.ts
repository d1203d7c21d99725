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
}
