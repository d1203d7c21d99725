import {
  accessMethod,
  boolean,
  callsOf,
  code,
  isChoice,
  isNamedKey,
  isPair,
  isTarget,
  itemsOf,
  listOf,
  oneOf,
  parameters,
  scalarText,
  string,
  strings,
  text,
  whenChecked,
  wholeNumber,
  type OptionRule,
} from "./option-values.js";

export const OPTION_RULES: ReadonlyMap<string, OptionRule> = new Map<string, OptionRule>([
  ["null", boolean],
  ["unique", boolean],
  ["index", boolean],
  ["primaryKey", boolean],
  ["editable", boolean],
  ["hidden", boolean],
  ["stored", boolean],
  ["autoNow", boolean],
  ["autoNowAdd", boolean],
  ["serial", boolean],
  ["always", boolean],
  [
    "identity",
    {
      expects: 'true, false or "always"',
      accepts: (value) => boolean.accepts(value) || oneOf("always").accepts(value),
    },
  ],
  ["inDatabase", boolean],
  ["onUpdate", oneOf("cascade", "restrict", "setNull", "setDefault", "doNothing")],
  ["symmetrical", boolean],
  ["column", string],
  ["comment", string],
  ["name", text],
  ["dbDefault", text],
  ["dbType", text],
  ["to", text],
  [
    "columns",
    {
      expects: 'pairs of fields: [["order", "order"], ["number", "line"]]',
      accepts: (value) => listOf(value, isPair) && itemsOf(value).length > 1,
    },
  ],
  ["relatedName", string],
  ["maxLength", wholeNumber(1, 10_485_760)],
  ["collation", text],
  ["precision", wholeNumber(0, 1000)],
  ["scale", wholeNumber(0, 1000)],
  ["choices", { expects: "an array of strings or numbers", accepts: (value) => listOf(value, isChoice) }],
  [
    "validators",
    { expects: "an array of functions", accepts: (value) => listOf(value, code.accepts), carried: true },
  ],
  ["default", { expects: "a value or a function", accepts: () => true, carried: true }],
  ["parse", code],
  ["serialize", code],
  ["onDelete", oneOf("cascade", "restrict", "setNull", "setDefault", "doNothing")],
  [
    "through",
    { expects: "a function that gives a model: () => Membership", accepts: isTarget, carried: true },
  ],
  [
    "throughFields",
    {
      expects: "two names of fields",
      accepts: (value) => strings.accepts(value) && itemsOf(value).length === 2,
    },
  ],
]);

/** Options that take another thing in each field. */
export function optionRule(field: string, name: string): OptionRule | undefined {
  if (name === "as") return AS_RULES.get(field);
  return OWN_RULES.get(`${field} ${name}`) ?? OPTION_RULES.get(name);
}

const keyConstraint: OptionRule = {
  expects: "true, false or the constraint's name",
  accepts: (value) => boolean.accepts(value) || text.accepts(value),
};
const deferrable: OptionRule = {
  expects: 'false, "immediate" or "deferred"',
  accepts: (value) =>
    (value.kind === "scalar" && value.value === false) || oneOf("immediate", "deferred").accepts(value),
};
const fraction = wholeNumber(0, 6);

const OWN_RULES: ReadonlyMap<string, OptionRule> = new Map<string, OptionRule>([
  ["foreignKey constraint", keyConstraint],
  ["oneToOne constraint", keyConstraint],
  ["foreignKey deferrable", deferrable],
  ["oneToOne deferrable", deferrable],
  ["json type", oneOf("json", "jsonb")],
  ["text type", oneOf("text", "varchar", "char", "citext")],
  [
    "id size",
    {
      expects: "2, 4 or 8",
      accepts: (value) => value.kind === "scalar" && [2, 4, 8].includes(value.value as number),
    },
  ],
  [
    "float size",
    {
      expects: "4 or 8",
      accepts: (value) => value.kind === "scalar" && [4, 8].includes(value.value as number),
    },
  ],
  ["timestamp precision", fraction],
  ["timestamp zone", boolean],
  ["time precision", fraction],
  ["interval precision", fraction],
]);

/** `as` is another thing for each field. */
const AS_RULES: ReadonlyMap<string, OptionRule> = new Map([
  ["id", oneOf("number", "bigint")],
  ["bigInteger", oneOf("number", "bigint")],
  ["decimal", oneOf("string", "number")],
  ["timestamp", oneOf("date", "string")],
  ["generated", text],
]);

export const MODEL_OPTION_RULES: ReadonlyMap<string, OptionRule> = new Map<string, OptionRule>([
  ["table", string],
  ["schema", text],
  ["comment", string],
  ["abstract", boolean],
  ["managed", boolean],
  ["ordering", strings],
  [
    "primaryKey",
    {
      expects: "an array of fields, or { fields, name }",
      accepts: (value) => strings.accepts(value) || isNamedKey(value),
    },
  ],
  ["indexes", { expects: 'an array of index("…") calls', accepts: (value) => callsOf(value, ["index"]) }],
  [
    "constraints",
    {
      expects: 'an array of unique("…"), check("…") and exclude("…") calls',
      accepts: (value) => callsOf(value, ["unique", "check", "exclude"]),
    },
  ],
  [
    "partitionBy",
    {
      expects: 'how the table is partitioned, in SQL: "RANGE (created_at)"',
      accepts: (value) =>
        text.accepts(value) && /^\s*(?:range|list|hash)\s*\(.+\)\s*$/isu.test(scalarText(value)),
    },
  ],
]);

export const INDEX_OPTION_RULES: ReadonlyMap<string, OptionRule> = new Map<string, OptionRule>([
  ["name", string],
  ["unique", boolean],
  ["using", accessMethod],
  ["ops", text],
  ["where", text],
  ["include", strings],
  ["nullsNotDistinct", boolean],
  ["with", parameters],
]);

/** Of a part of an index that says more than a field's name. */
export const INDEX_KEY_RULES: ReadonlyMap<string, OptionRule> = new Map<string, OptionRule>([
  ["field", text],
  ["expression", { expects: 'sql("…")', accepts: (value) => value.kind === "call" && value.of === "sql" }],
  ["descending", boolean],
  ["ops", text],
  ["collation", text],
  ["nulls", oneOf("first", "last")],
]);

export const UNIQUE_OPTION_RULES: ReadonlyMap<string, OptionRule> = new Map<string, OptionRule>([
  ["name", string],
  ["where", text],
  ["nullsNotDistinct", boolean],
  ["deferrable", whenChecked],
  ["include", strings],
]);

export const CHECK_OPTION_RULES: ReadonlyMap<string, OptionRule> = new Map([["validated", boolean]]);

export const EXCLUDE_OPTION_RULES: ReadonlyMap<string, OptionRule> = new Map<string, OptionRule>([
  ["using", accessMethod],
  ["where", text],
  ["include", strings],
  ["deferrable", whenChecked],
]);
