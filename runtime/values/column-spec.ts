/**
 * A column's type as data, the way the generated client writes it: `{ type: "text", maxLength: 100 }`.
 *
 * It mirrors the kinds of the schema's column types; what a codec does not need (`format`, `identity`) may
 * stand there or not.
 */
export type ColumnSpec =
  | {
      readonly type: "text";
      readonly maxLength?: number | null;
      readonly format?: "slug" | "email" | "url" | null;
      /** Compares without case, in a column of that type. */
      readonly citext?: boolean;
    }
  | {
      readonly type: "integer";
      readonly size: 2 | 4 | 8;
      readonly as?: "number" | "bigint";
      readonly identity?: boolean;
    }
  | { readonly type: "float" }
  | {
      readonly type: "decimal";
      readonly precision?: number | null;
      readonly scale?: number | null;
      readonly as?: "string" | "number";
    }
  | { readonly type: "boolean" }
  | { readonly type: "date" }
  | { readonly type: "time" }
  | { readonly type: "timestamp"; readonly as?: "date" | "string" }
  | { readonly type: "interval" }
  | { readonly type: "uuid" }
  /** `text`: a column of type json, which keeps what was written. */
  | { readonly type: "json"; readonly text?: boolean }
  | { readonly type: "bytes" }
  | { readonly type: "choice"; readonly values: readonly string[] }
  | { readonly type: "enum"; readonly name: string; readonly labels: readonly string[] }
  | { readonly type: "array"; readonly of: ColumnSpec | PlainType }
  | { readonly type: "range"; readonly of: RangeSubtypeSpec }
  | { readonly type: "inet" }
  | { readonly type: "hstore" }
  | { readonly type: "searchVector" }
  | {
      readonly type: "custom";
      readonly dbType: string;
      readonly parse?: ((text: string) => unknown) | null;
      readonly serialize?: ((value: never) => string) | null;
    };

export type RangeSubtypeSpec = "integer" | "bigInteger" | "decimal" | "date" | "timestamp";

/** A type of which there is nothing to say but its name. */
export type PlainType =
  | ("int2" | "int4" | "int8" | "float" | "boolean" | "text" | "json" | "bytes" | "uuid" | "inet" | "hstore")
  | "searchVector"
  | ("date" | "time" | "timestamp" | "interval");
