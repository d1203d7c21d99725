import fc from "fast-check";

/** The longest name that PostgreSQL keeps. */
const LONG = "n".repeat(63);
const TABLES = ["book", "author", "order", 'we"ird t', "Tag", LONG];
const COLUMNS = ["title", "pages", "group", "note", 'qu"ote', "Mixed", "c".repeat(60)];
const TYPES = [
  ...["text", "varchar(20)", "varchar(200)", "smallint", "integer", "bigint", "numeric", "numeric(8,2)"],
  ...["numeric(10,4)", "boolean", "date", "timestamptz", "jsonb", "json", "uuid", "bytea"],
  ...["double precision", "text[]", "integer[]", "interval", "varchar", "char(3)", "timestamp(3)"],
  ...['text COLLATE "C"', 'varchar(20) COLLATE "POSIX"'],
  ...["timestamptz(0)", "real", "time(0)", '"mood"', '"mood"[]', '"Kind"'],
];

/** A column, before it is known what it refers to. */
export interface Rough {
  readonly name: string;
  /** What the model calls it, where that is not its name. */
  readonly field?: string;
  readonly type: string;
  readonly null: boolean;
  readonly default: number;
  readonly unique: boolean;
  readonly index: number;
  readonly check: boolean;
  readonly comment: string | null;
  readonly to: number;
  readonly generated: boolean;
}

const roughColumn: fc.Arbitrary<Rough> = fc.record({
  name: fc.constantFrom(...COLUMNS),
  type: fc.constantFrom(...TYPES),
  null: fc.boolean(),
  default: fc.integer({ min: 0, max: 3 }),
  unique: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
  index: fc.integer({ min: 0, max: 9 }),
  check: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
  comment: fc.constantFrom(null, null, "a 'comment'\n-- step 1: alone"),
  to: fc.integer({ min: -4, max: 4 }),
  generated: fc.integer({ min: 0, max: 6 }).map((n) => n === 0),
});

export interface RoughTable {
  readonly name: string;
  /** Where it is not called after the table. */
  readonly model?: string;
  /** `apart`: a schema of its own. */
  readonly schema: string | null;
  /** Keys of several columns that refer to it, and what is seldom met. */
  readonly seldom: number;
  readonly columns: readonly Rough[];
  readonly comment: string | null;
  readonly key: "id" | "uuid" | "first" | "always" | "serial" | "none" | "pair" | "parts";
}

const roughTable: fc.Arbitrary<RoughTable> = fc.record({
  name: fc.constantFrom(...TABLES),
  schema: fc.constantFrom(null, null, null, "apart", "Other"),
  seldom: fc.integer({ min: 0, max: 29 }),
  columns: fc.uniqueArray(roughColumn, { selector: ({ name }) => name, maxLength: 6 }),
  comment: fc.constantFrom(null, "it's"),
  key: fc.constantFrom("id", "id", "uuid", "first", "always", "serial", "none", "pair", "parts"),
});

const LABELS = ["sad", "ok", "it's", "happy", "very"];

function labels(): fc.Arbitrary<string[]> {
  return fc.shuffledSubarray(LABELS, { minLength: 1 });
}

export interface RoughDatabase {
  readonly tables: readonly RoughTable[];
  readonly kind: readonly string[];
  /** `sad` is always among them: it is a default. */
  readonly mood: readonly string[];
}

export const roughDatabases: fc.Arbitrary<RoughDatabase> = fc.record({
  tables: fc.uniqueArray(roughTable, { selector: ({ name }) => name, maxLength: 4 }),
  kind: labels(),
  mood: labels().map((mood) => [...new Set(["sad", ...mood])]),
});

/** What somebody does to models between two migrations. */
export interface Edit {
  readonly does: (typeof EDITS)[number];
  /** Which table, and which column of it; whatever is there is counted round. */
  readonly table: number;
  readonly column: number;
  readonly other: Rough;
  readonly fresh: RoughTable;
  readonly labels: readonly string[];
}

const EDITS = [
  ...(["rename table", "move table", "rename model", "swap tables", "drop table", "add table"] as const),
  ...(["rename column", "rename field", "retype column", "swap columns", "drop column"] as const),
  ...(["add column", "change column", "change key", "change seldom", "relabel"] as const),
] as const;

export const edits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.record({
    does: fc.constantFrom(...EDITS),
    table: fc.nat(3),
    column: fc.nat(5),
    other: roughColumn,
    fresh: roughTable,
    labels: labels(),
  }),
  { minLength: 1, maxLength: 8 },
);
