import type { Question } from "./chain.js";

/** Relations of the library that a row may not have. */
const MAYBE = /^(?:publisher|startingPoint|parent|profile|books|tags|reviews|children)__/;
const DEEPER = /__(?:publisher|startingPoint|parent|profile|books|tags|reviews|children)__/;

/**
 * Whether a question asks what ormgen answers otherwise on purpose: rows whose condition is unknown are in neither half
 * for Django where a NOT stands over an expression, an annotation, a key of json or a row that may be missing; for
 * ormgen both halves make the whole. What is right there is held by the law of `tests/query/oracle.test.ts` and by
 * `tests/expressions/complement.test.ts`.
 */
export function isOtherwise(question: Question): boolean {
  return asks(question, false);
}

function asks(at: unknown, negated: boolean): boolean {
  if (typeof at !== "object" || at === null) return false;
  if (Array.isArray(at)) return at.some((each) => asks(each, negated));
  const node = at as Readonly<Record<string, unknown>>;
  const below = negated || node["kind"] === "not" || node["kind"] === "exclude";
  if (below && node["kind"] === "leaf" && mayBeUnknown(node["key"] as string, node["value"] as object))
    return true;
  return Object.values(node).some((part) => asks(part, below));
}

function mayBeUnknown(key: string, value: object): boolean {
  const ofAnnotation = /^[en]\d*(?:__|$)/.test(key);
  return (
    !("plain" in value) || ofAnnotation || key.includes("details__") || MAYBE.test(key) || DEEPER.test(key)
  );
}
