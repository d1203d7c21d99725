import type { DiagnosticCode } from "../codes.js";
import { nearest } from "../naming/nearest.js";
import type { ColumnType, Json } from "../schema.js";

export interface DefaultProblem {
  readonly code: DiagnosticCode;
  /** As a predicate: `is not a string`. */
  readonly message: string;
  readonly hint: string | null;
}

const PATTERNS = {
  date: [/^\d{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'a day, "2026-02-01"'],
  time: [/^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?$/, 'a time of day, "18:30:00"'],
  interval: [
    /^P(?=[\dT+-])(?:[+-]?\d+Y)?(?:[+-]?\d+M)?(?:[+-]?\d+W)?(?:[+-]?\d+D)?(?:T(?=[\d+-])(?:[+-]?\d+H)?(?:[+-]?\d+M)?(?:[+-]?\d+(?:\.\d{1,6})?S)?)?$/,
    'an ISO 8601 duration such as "P1DT2H"',
  ],
  uuid: [/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i, "a UUID"],
} as const;

/** How each new row gets one of its own, which a word such as "now" or "random" may have meant. */
const EACH_ROW: Readonly<Record<keyof typeof PATTERNS, string | null>> = {
  date: "for the day of each new row: autoNowAdd: true",
  time: "for the time of each new row: autoNowAdd: true",
  interval: null,
  uuid: "for one of its own in each new row: () => crypto.randomUUID()",
};

/** What is wrong with a literal default, or null. */
export function defaultProblem(
  value: Json,
  type: ColumnType,
  choices: readonly (string | number)[] | null = null,
): DefaultProblem | null {
  const problem = ofType(value, type);
  if (problem || choices === null || choices.some((choice) => choice === value)) return problem;
  return notAmong(value, choices);
}

function ofType(value: Json, type: ColumnType): DefaultProblem | null {
  switch (type.kind) {
    case "text":
      if (typeof value !== "string") return wrong("a string");
      return type.maxLength !== null && [...value].length > type.maxLength
        ? out(`has ${[...value].length} characters`, `the column takes ${type.maxLength}`)
        : null;
    case "choice":
      return typeof value !== "string" ? wrong("a string") : amongOrNot(value, type.values);
    case "enum":
      return typeof value !== "string" ? wrong("a string") : amongOrNot(value, type.labels);
    case "integer":
      return integer(value, type);
    case "float":
      return typeof value === "number" ? null : wrong("a number");
    case "decimal":
      return decimal(value, type);
    case "boolean":
      return typeof value === "boolean" ? null : wrong("true or false");
    case "date":
    case "time":
    case "uuid":
    case "interval": {
      const [pattern, what] = PATTERNS[type.kind];
      if (typeof value !== "string") return wrong(what);
      return pattern.test(value)
        ? null
        : wrong(what, /^[a-z_()]+$/i.test(value) ? EACH_ROW[type.kind] : null);
    }
    case "inet":
    case "searchVector":
      return typeof value === "string" ? null : wrong("a string");
    case "timestamp":
      if (type.as === "string") return typeof value === "string" ? null : wrong("a string");
      return wrong("a Date", "write a function: () => new Date(…)");
    case "bytes":
      return wrong("a Uint8Array", "write a function: () => new Uint8Array(…)");
    case "array":
      return array(value, type.of);
    case "range":
      return range(value);
    case "hstore":
      return isTexts(value) ? null : wrong("an object of strings and nulls");
    case "json":
    case "custom":
      return null;
  }
}

function isTexts(value: Json): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((each) => each === null || typeof each === "string");
}

function integer(value: Json, { size, as }: Extract<ColumnType, { kind: "integer" }>): DefaultProblem | null {
  if (as === "bigint") return wrong("a bigint", "write it with an n: 0n");
  if (typeof value !== "number" || !Number.isInteger(value)) return wrong("a whole number");
  const limit = size === 8 ? Number.MAX_SAFE_INTEGER : 2 ** (size * 8 - 1) - 1;
  const least = size === 8 ? -limit : -limit - 1;
  return value >= least && value <= limit
    ? null
    : out(`is ${value}`, `the column takes ${least} to ${limit}`);
}

function decimal(
  value: Json,
  { precision, scale, as }: Extract<ColumnType, { kind: "decimal" }>,
): DefaultProblem | null {
  if (as === "number" ? typeof value !== "number" : typeof value !== "string") {
    return as === "number" ? wrong("a number") : wrong("a string of digits", 'write it in quotes: "19.90"');
  }
  const written = JSON.stringify(value).replaceAll('"', "");
  const digits = /^[+-]?(\d*)(?:\.(\d*))?$/.exec(written);
  const [whole, fraction] = [digits?.[1] ?? "", digits?.[2] ?? ""];
  if (as === "string" && (!digits || whole + fraction === "")) return wrong("a decimal number");
  if (precision === null || scale === null || !digits) return null;
  return whole.replace(/^0+/, "").length > precision - scale || fraction.replace(/0+$/, "").length > scale
    ? out(
        `is ${written}`,
        `the column takes ${precision - scale} digits before the point and ${scale} after it`,
      )
    : null;
}

function array(value: Json, of: ColumnType): DefaultProblem | null {
  if (!Array.isArray(value)) return wrong("an array");
  for (const item of value as readonly Json[]) {
    const problem = ofType(item, of);
    if (problem) return { ...problem, message: `holds a value that ${problem.message}` };
  }
  return null;
}

function range(value: Json): DefaultProblem | null {
  if (value === "empty") return null;
  const isRange =
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    "lower" in value &&
    "upper" in value &&
    "bounds" in value;
  return isRange ? null : wrong("a range", 'write { lower, upper, bounds: "[)" }, or "empty"');
}

function amongOrNot(value: string, choices: readonly string[]): DefaultProblem | null {
  return choices.includes(value) ? null : notAmong(value, choices);
}

function notAmong(value: Json, choices: readonly (string | number)[]): DefaultProblem {
  const near = typeof value === "string" ? nearest(value, choices.map(String)) : null;
  return {
    code: "ORM2028",
    message: `is ${JSON.stringify(value)}, which is not among its choices`,
    hint:
      near === null
        ? `they are ${choices.map((choice) => JSON.stringify(choice)).join(", ")}`
        : `did you mean "${near}"?`,
  };
}

function wrong(what: string, hint: string | null = null): DefaultProblem {
  return { code: "ORM2029", message: `is not ${what}`, hint };
}

function out(what: string, hint: string): DefaultProblem {
  return { code: "ORM2030", message: what, hint };
}
