import type { Value } from "./facts.js";

/** What an option takes. */
export interface OptionRule {
  /** As a message says it: `takes true or false`. */
  readonly expects: string;
  readonly accepts: (value: Value) => boolean;
  /** Takes functions and other code, which is carried. */
  readonly carried?: boolean;
}

const boolean: OptionRule = {
  expects: "true or false",
  accepts: (value) => value.kind === "scalar" && typeof value.value === "boolean",
};

const string: OptionRule = {
  expects: "a string",
  accepts: (value) => value.kind === "scalar" && typeof value.value === "string",
};

const text: OptionRule = {
  expects: "a string that is not empty",
  accepts: (value) => string.accepts(value) && !isBlank(value),
};

const strings: OptionRule = {
  expects: "an array of strings",
  accepts: (value) => listOf(value, string.accepts),
};

const code: OptionRule = {
  expects: "a function",
  accepts: (value) => value.kind === "expression",
  carried: true,
};

export const OPTION_RULES: ReadonlyMap<string, OptionRule> = new Map<string, OptionRule>([
  ["null", boolean],
  ["unique", boolean],
  ["index", boolean],
  ["primaryKey", boolean],
  ["editable", boolean],
  ["hidden", boolean],
  ["autoNow", boolean],
  ["autoNowAdd", boolean],
  ["serial", boolean],
  ["always", boolean],
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
      expects: 'an array of unique("…") and check("…") calls',
      accepts: (value) => callsOf(value, ["unique", "check"]),
    },
  ],
]);

export const INDEX_OPTION_RULES: ReadonlyMap<string, OptionRule> = new Map<string, OptionRule>([
  ["name", string],
  ["unique", boolean],
  ["using", oneOf("btree", "hash", "gin", "gist", "spgist", "brin")],
  ["ops", text],
  ["where", text],
  ["include", strings],
]);

export const UNIQUE_OPTION_RULES: ReadonlyMap<string, OptionRule> = new Map<string, OptionRule>([
  ["name", string],
  ["where", text],
  ["nullsNotDistinct", boolean],
  ["deferrable", boolean],
]);

export function itemsOf(value: Value): readonly Value[] {
  return value.kind === "list" ? value.items : [];
}

function listOf(value: Value, accepts: (item: Value) => boolean): boolean {
  return value.kind === "list" && value.items.every(accepts);
}

function callsOf(value: Value, names: readonly string[]): boolean {
  return listOf(value, (item) => item.kind === "call" && names.includes(item.of));
}

function isChoice(value: Value): boolean {
  return value.kind === "scalar" && (typeof value.value === "string" || typeof value.value === "number");
}

function isNamedKey(value: Value): boolean {
  if (value.kind !== "dictionary") return false;
  const rules: Readonly<Record<string, OptionRule>> = { fields: strings, name: text };
  const isNamed = value.entries.some(({ key }) => key === "name");
  return isNamed && value.entries.every((entry) => rules[entry.key]?.accepts(entry.value) === true);
}

function isPair(value: Value): boolean {
  return listOf(value, text.accepts) && itemsOf(value).length === 2;
}

function isBlank(value: Value): boolean {
  return value.kind === "scalar" && String(value.value).trim() === "";
}

function isTarget(value: Value): boolean {
  return value.kind === "expression" && value.target !== null;
}

function wholeNumber(least: number, most: number): OptionRule {
  return {
    expects: `a whole number from ${least} to ${most}`,
    accepts: (value) =>
      value.kind === "scalar" &&
      typeof value.value === "number" &&
      Number.isInteger(value.value) &&
      value.value >= least &&
      value.value <= most,
  };
}

function oneOf(...values: readonly string[]): OptionRule {
  return {
    expects: values
      .map((value) => `"${value}"`)
      .join(", ")
      .replace(/, ([^,]*)$/, " or $1"),
    accepts: (value) =>
      value.kind === "scalar" && typeof value.value === "string" && values.includes(value.value),
  };
}
