import type { Entry, Value } from "../facts.js";
import { optionHint } from "./elsewhere.js";
import type { OptionRule } from "./option-values.js";
import type { Report } from "../report.js";

/** The options that were written and are what they should be, by name. */
export type Options = ReadonlyMap<string, Entry>;

export const NO_OPTIONS: Options = new Map();

export interface OptionsPlace {
  /** As messages name it: `Book.title`. */
  readonly subject: string;
  readonly allowed: readonly string[];
  readonly ruleOf: (name: string) => OptionRule | undefined;
}

/** Reads `{ maxLength: 100 }`; what is wrong is reported and left out. */
export function readOptions(
  value: Value,
  { subject, allowed, ruleOf }: OptionsPlace,
  report: Report,
): Options {
  if (value.kind === "expression") {
    const message = `the options of ${subject} are not statically known: ${value.reason}`;
    report("ORM1006", value.span, message, "write them out, or name a const of the model files");
    return NO_OPTIONS;
  }
  if (value.kind !== "dictionary") {
    report(
      "ORM1005",
      value.span,
      `${subject} takes an object of options here`,
      `there are ${allowed.join(", ")}`,
    );
    return NO_OPTIONS;
  }
  const options = new Map<string, Entry>();
  for (const entry of value.entries) {
    const rule = allowed.includes(entry.key) ? ruleOf(entry.key) : undefined;
    if (!rule) {
      report(
        "ORM1004",
        entry.span,
        `${subject} has no option "${entry.key}"`,
        optionHint(entry.key, allowed),
      );
    } else if (accepts(entry, rule, subject, report)) {
      options.set(entry.key, entry);
    }
  }
  return options;
}

/** The same where one table holds the rules of all that is allowed. */
export function readOptionsBy(
  rules: ReadonlyMap<string, OptionRule>,
  value: Value,
  subject: string,
  report: Report,
): Options {
  const place = { subject, allowed: [...rules.keys()], ruleOf: (name: string) => rules.get(name) };
  return readOptions(value, place, report);
}

function accepts({ key, value }: Entry, rule: OptionRule, subject: string, report: Report): boolean {
  if (rule.accepts(value)) return true;
  const unknown = rule.carried === true ? null : unknownPart(value);
  if (unknown?.kind === "expression") {
    const message = `the option "${key}" of ${subject} is not statically known: ${unknown.reason}`;
    report("ORM1006", unknown.span, message, `write ${rule.expects}, or name a const of the model files`);
  } else {
    report("ORM1005", value.span, `the option "${key}" of ${subject} takes ${rule.expects}`);
  }
  return false;
}

/** The first part of a value that is not known. */
export function unknownPart(value: Value): Value | null {
  if (value.kind === "expression") return value;
  if (value.kind === "list") return first(value.items);
  if (value.kind === "dictionary") return first(value.entries.map((entry) => entry.value));
  return null;
}

function first(values: readonly Value[]): Value | null {
  for (const value of values) {
    const unknown = unknownPart(value);
    if (unknown) return unknown;
  }
  return null;
}

export function flag(options: Options, name: string, otherwise = false): boolean {
  const value = options.get(name)?.value;
  return value?.kind === "scalar" && typeof value.value === "boolean" ? value.value : otherwise;
}

export function text(options: Options, name: string): string | null {
  const value = options.get(name)?.value;
  return value?.kind === "scalar" && typeof value.value === "string" ? value.value : null;
}

export function number(options: Options, name: string): number | null {
  const value = options.get(name)?.value;
  return value?.kind === "scalar" && typeof value.value === "number" ? value.value : null;
}

/** The strings of a list, with the place of each. */
export function texts(
  options: Options,
  name: string,
): readonly { readonly text: string; readonly value: Value }[] {
  const value = options.get(name)?.value;
  if (value?.kind !== "list") return [];
  return value.items.flatMap((item) =>
    item.kind === "scalar" && typeof item.value === "string" ? [{ text: item.value, value: item }] : [],
  );
}
