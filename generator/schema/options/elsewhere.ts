import { didYouMean } from "../naming/nearest.js";

interface Here {
  readonly option: string;
  /** Where the name alone does not say it. */
  readonly written?: string;
}

const TOGETHER: Here = { option: "constraints", written: 'constraints: [unique("…", "…")]' };
const NULL: Here = { option: "null", written: "null: true, for a column that may be NULL" };
const COMMENT: Here = { option: "comment", written: "a JSDoc comment above it, or comment" };

/** What other libraries call an option, in lower case and without underscores. */
const ELSEWHERE: ReadonlyMap<string, Here> = new Map<string, Here>([
  ["dbtable", { option: "table" }],
  ["tablename", { option: "table" }],
  ["dbcolumn", { option: "column" }],
  ["columnname", { option: "column" }],
  ["field", { option: "column" }],
  ["map", { option: "column" }],
  ["uniquetogether", TOGETHER],
  ["unique", TOGETHER],
  ["uniques", TOGETHER],
  ["indextogether", { option: "indexes", written: 'indexes: [index("…", "…")]' }],
  ["checks", { option: "constraints", written: 'constraints: [check("name", "…")]' }],
  ["orderby", { option: "ordering" }],
  ["dbindex", { option: "index", written: "index: true" }],
  ["dbcomment", COMMENT],
  ["verbosename", COMMENT],
  ["helptext", COMMENT],
  ["blank", NULL],
  ["nullable", NULL],
  ["optional", NULL],
  ["allownull", NULL],
  ["length", { option: "maxLength" }],
  ["dbcollation", { option: "collation" }],
  ["collate", { option: "collation" }],
  ["maxdigits", { option: "precision" }],
  ["decimalplaces", { option: "scale" }],
  ["defaultvalue", { option: "default" }],
  ["serverdefault", { option: "dbDefault" }],
  ["tofield", { option: "to", written: 'to: "…", the field that it refers to' }],
  ["backref", { option: "relatedName" }],
  ["inverse", { option: "relatedName" }],
]);

/** What to write in place of an option that is not there. */
export function optionHint(name: string, allowed: readonly string[]): string {
  const here = ELSEWHERE.get(name.replaceAll("_", "").toLowerCase());
  if (!here || !allowed.includes(here.option)) return didYouMean(name, allowed);
  return here.written === undefined ? `did you mean "${here.option}"?` : `write ${here.written}`;
}
