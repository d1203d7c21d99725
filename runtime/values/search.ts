import type { Codec } from "./codec.js";
import { refuse } from "./refuse.js";
import { utf8 } from "./slices.js";
import { wellFormed } from "./well-formed.js";

function written(dbType: "tsvector" | "tsquery", oid: number): Codec<string> {
  return {
    name: `string (${dbType})`,
    dbType,
    oid,
    encode(value) {
      if (typeof value !== "string") refuse(`a string (${dbType})`, value);
      return wellFormed(value);
    },
    decode: utf8,
  };
}

/** The words of a text as PostgreSQL's full-text search keeps them: `'brave':1,4 'robin':3`. */
export const tsvector = written("tsvector", 3614);
/** What is looked for in such: `'brave' & 'robin'`. */
export const tsquery = written("tsquery", 3615);
