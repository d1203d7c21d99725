import { didYouMean } from "../naming/nearest.js";

/** What stands before the options in a field's call. */
export type FieldArgument = "labels" | "field" | "subtype" | "target";

export interface FieldFunction {
  readonly argument: FieldArgument | null;
  readonly options: readonly string[];
  readonly required: readonly string[];
}

const NAMED = ["column", "comment"];
/** Options of a column of one's own, which a relation over columns that are there does not have. */
export const STORED = ["null", "default", "dbDefault", "primaryKey", "editable", "hidden"];
const COLUMN = [...STORED, "unique", "index", "validators", ...NAMED];
const AUTO = ["autoNow", "autoNowAdd"];
const RELATION = ["onDelete", "relatedName", "constraint", "inDatabase", "onUpdate", "deferrable"];
const KEY = [...STORED, "to", "columns", ...NAMED, ...RELATION];

function column(...more: readonly string[]): FieldFunction {
  return { argument: null, options: [...COLUMN, ...more], required: [] };
}

/** The functions of `fields`, and what each takes. */
export const FIELD_FUNCTIONS: ReadonlyMap<string, FieldFunction> = new Map<string, FieldFunction>([
  ["id", { argument: null, options: ["as", "size", "serial", "always", ...NAMED], required: [] }],
  ["text", column("choices", "maxLength", "type", "collation")],
  ["slug", column("choices", "maxLength")],
  ["email", column("choices", "maxLength")],
  ["url", column("choices", "maxLength")],
  ["integer", column("choices", "identity", "serial")],
  ["smallInteger", column("choices", "identity", "serial")],
  ["bigInteger", column("choices", "as", "identity", "serial")],
  ["float", column("choices", "size")],
  ["decimal", column("choices", "precision", "scale", "as")],
  ["boolean", column()],
  ["date", column(...AUTO)],
  ["time", column(...AUTO, "precision")],
  ["timestamp", column(...AUTO, "precision", "zone", "as")],
  ["interval", column("precision")],
  ["uuid", column()],
  ["json", column("type")],
  ["bytes", column()],
  ["inet", column()],
  ["hstore", column()],
  ["searchVector", column()],
  ["choice", { ...column(), argument: "labels" }],
  ["enum", { ...column("name"), argument: "labels" }],
  ["array", { ...column(), argument: "field" }],
  ["range", { ...column(), argument: "subtype" }],
  ["custom", { ...column("dbType", "parse", "serialize"), required: ["dbType"] }],
  [
    "generated",
    { argument: "field", options: ["as", "unique", "index", "hidden", "stored", ...NAMED], required: ["as"] },
  ],
  ["foreignKey", { argument: "target", options: [...KEY, "unique", "index"], required: ["onDelete"] }],
  ["oneToOne", { argument: "target", options: KEY, required: ["onDelete"] }],
  [
    "manyToMany",
    {
      argument: "target",
      options: ["through", "throughFields", "symmetrical", "relatedName", "comment"],
      required: [],
    },
  ],
]);

/** What the fields of other libraries and of SQL are called here, in lower case. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["string", "text"],
  ["char", "text"],
  ["varchar", "text"],
  ["file", "text"],
  ["number", "integer"],
  ["int", "integer"],
  ["positiveinteger", "integer"],
  ["bigint", "bigInteger"],
  ["smallint", "smallInteger"],
  ["serial", "id"],
  ["auto", "id"],
  ["bigauto", "id"],
  ["double", "float"],
  ["real", "float"],
  ["numeric", "decimal"],
  ["bool", "boolean"],
  ["datetime", "timestamp"],
  ["duration", "interval"],
  ["jsonb", "json"],
  ["binary", "bytes"],
  ["bytea", "bytes"],
  ["genericipaddress", "inet"],
  ["belongsto", "foreignKey"],
  ["hasmany", "foreignKey"],
  ["manytoone", "foreignKey"],
]);

/** `CharField`, `dateTimeField`: Django ends the names of all of them so. */
export function fieldFunctionHint(name: string): string {
  const plain = name.replace(/(?<=.)Field$/u, "").toLowerCase();
  const same = [...FIELD_FUNCTIONS.keys()].find((each) => each.toLowerCase() === plain);
  const meant = ELSEWHERE.get(plain) ?? (plain === name.toLowerCase() ? undefined : same);
  return meant === undefined ? didYouMean(name, FIELD_FUNCTIONS.keys()) : `did you mean "${meant}"?`;
}

export const RANGE_SUBTYPES = ["integer", "bigInteger", "decimal", "date", "timestamp"] as const;
