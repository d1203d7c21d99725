import type { Question, Step } from "./chain.js";

/** How an answer of Django's differs from the client's; null where they say the same. */
export function difference(question: Question, expected: unknown, actual: unknown): string | null {
  const [left, right] = [normal(expected), normal(actual)];
  const order = orderOf(question, left);
  if (order === "undefined") return null;
  if (order === "none" && Array.isArray(left) && Array.isArray(right)) {
    return told(sorted(left), sorted(right));
  }
  return told(left, right);
}

/**
 * Whether rows come in one order only: those that a join has multiplied, or that are told without their keys, come in
 * any; and which of them a slice takes, or a window begins with, is then anybody's guess.
 */
function orderOf({ chain, end }: Question, rows: unknown): "one" | "none" | "undefined" {
  if (end.kind !== "rows") return "one";
  const open = chain.steps.some((step) => step.kind === "slice" || isWindow(step));
  const sliced = chain.steps.some(({ kind }) => kind === "slice");
  const at = end.names.indexOf("id");
  const keys = (rows as unknown[][]).map((row) => row[at]);
  const multiplied = at >= 0 && new Set(keys).size < keys.length;
  if (multiplied && open) return "undefined";
  if (!end.ordered) return sliced ? "undefined" : "none";
  return multiplied ? "none" : "one";
}

const isWindow = (step: Step) => step.kind === "annotate" && step.to.kind === "window";

function told(left: unknown, right: unknown): string | null {
  const [a, b] = [JSON.stringify(left), JSON.stringify(right)];
  return a === b ? null : `Django: ${a.slice(0, 2000)}\normgen: ${b?.slice(0, 2000)}`;
}

const sorted = (rows: readonly unknown[]) =>
  [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** Decimals are told by their value, since Python writes a scale of its own; moments to the millisecond. */
function normal(value: unknown): unknown {
  if (typeof value === "number" || typeof value === "bigint") return rounded(Number(value));
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "string") return ofText(value);
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== "object" || value === null) return value;
  if ("decimal" in value) return ofText(String(value.decimal));
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]: [string, unknown]) => [name, normal(part)]),
  );
}

function ofText(text: string): unknown {
  // A day of Django's is sometimes the moment at which it begins.
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return `${text}T00:00:00.000Z`;
  if (/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/.test(text)) return new Date(text).toISOString();
  return /^-?\d+(\.\d+)?(E-?\d+)?$/.test(text) ? rounded(Number(text)) : text;
}

const rounded = (value: number) => Number(value.toPrecision(10));
