import type { Codec } from "./codec.js";
import { refuse } from "./refuse.js";
import { utf8 } from "./slices.js";
import { caseless } from "./text.js";
import { wellFormed } from "./well-formed.js";

export interface CustomType<T> {
  /** As written in SQL: `vector(3)`. */
  readonly dbType: string;
  /** From PostgreSQL's text; without it the value is that text. */
  readonly parse?: ((text: string) => T) | null | undefined;
  /** To PostgreSQL's text; without it the value must be a string. */
  readonly serialize?: ((value: T) => string) | null | undefined;
}

/**
 * A type of the user's own.
 *
 * ```ts
 * custom<number[]>({ dbType: "vector(3)", parse: JSON.parse, serialize: JSON.stringify })
 * ```
 */
export function custom<T>({ dbType, parse, serialize }: CustomType<T>): Codec<T> {
  const isCaseless = /^citext$/i.test(dbType) && parse == null && serialize == null;
  return {
    ...(isCaseless && { plain: caseless }),
    name: dbType,
    dbType,
    oid: 0,
    encode(value) {
      if (value === undefined) refuse(`a value for ${dbType}`, value);
      const written: unknown = serialize == null ? value : serialize(value);
      if (typeof written !== "string") {
        refuse(serialize == null ? `a string (${dbType})` : `a string from serialize (${dbType})`, written);
      }
      return wellFormed(written);
    },
    decode(bytes, start, end) {
      const written = utf8(bytes, start, end);
      return parse == null ? (written as T) : parse(written);
    },
  };
}
