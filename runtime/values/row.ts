import type { Codec } from "./codec.js";
import { refuse } from "./refuse.js";

const PARTS = Symbol("parts");

interface RowCodec extends Codec<unknown[]> {
  readonly [PARTS]: readonly Codec[];
}

const decoder = new TextDecoder();

/**
 * Several columns that stand together: `(order_id, line)`. It is read as PostgreSQL prints a row; nothing is bound as
 * one, since a row without a type has no input: each part is a parameter of its own.
 * https://www.postgresql.org/docs/current/rowtypes.html#ROWTYPES-IO-SYNTAX
 */
export function rowOf(parts: readonly Codec[]): Codec<unknown[]> {
  const codec: RowCodec = {
    name: `key of ${parts.map(({ name }) => name).join(" and ")}`,
    dbType: "record",
    oid: 0,
    [PARTS]: parts,
    encode: (value) => refuse(`a list of ${String(parts.length)} values`, value),
    decode: (bytes, start, end) => {
      const values = fieldsOf(decoder.decode(bytes.subarray(start, end))).map((text, at) => {
        if (text === null) return null;
        const own = Buffer.from(text);
        return parts[at]?.decode(own, 0, own.length);
      });
      // A reference of which a part is missing refers to nothing.
      return (values.includes(null) ? null : values) as unknown[];
    },
  };
  return codec;
}

/** The codecs of a row's parts; null for what is no row. */
export function partsOf(codec: Codec): readonly Codec[] | null {
  return PARTS in codec ? (codec as RowCodec)[PARTS] : null;
}

/** `(1,"a ""b""",)`: what stands in quotes is a text, what is left out is NULL. */
function fieldsOf(text: string): (string | null)[] {
  const fields = text.slice(1, -1).match(/(?:"(?:[^"\\]|""|\\[^])*"|[^,"])*(?:,|$)/g) ?? [];
  const given = text.endsWith(",)") ? fields : fields.slice(0, fields.at(-1) === "" ? -1 : undefined);
  return given.map((field) => {
    const own = field.endsWith(",") ? field.slice(0, -1) : field;
    if (own === "") return null;
    return own.startsWith('"')
      ? own.slice(1, -1).replace(/""|\\([^])/g, (pair, one?: string) => one ?? pair[0] ?? "")
      : own;
  });
}
