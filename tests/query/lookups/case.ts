import { fieldOf, rows, samples, type StoredKind } from "./samples.js";

/** What a row of a column must be to a condition: true, false, or null where SQL does not know. */
export type Verdict = (at: number) => boolean | null;

/** A lookup or transform with a value, and the rows that meet it. */
export interface LookupCase {
  /** What it covers: `text gte`. */
  readonly covers: string;
  /** The condition's name, as a query says it: `textValue__gte`. */
  readonly name: string;
  readonly value: unknown;
  /** The rows that filter() gives, counted from 0, and those that exclude() gives. */
  readonly filtered: readonly number[];
  readonly excluded: readonly number[];
}

export const coverOf = (kind: StoredKind, name: string) => `${kind} ${name}`;

/** The rows where a column holds NULL. */
export function nullsOf(column: string): readonly number[] {
  const { length } = samples[column]?.values ?? [];
  return rows.flatMap((_, at) => (at < length ? [] : [at]));
}

/** A case of a column; as in Django, exclude() gives the rows where the column is NULL; and those where the answer is unknown. */
export function lookupCase(
  column: string,
  [name, ...more]: readonly [string, ...string[]],
  value: unknown,
  verdict: Verdict,
): LookupCase {
  const sample = samples[column];
  if (!sample) throw new TypeError(`there is no column ${column}`);
  const where = (wanted: boolean) =>
    sample.values.flatMap((_, at) => ((verdict(at) === true) === wanted ? [at] : []));
  return {
    covers: coverOf(sample.kind, name),
    name: [fieldOf(column), name, ...more].join("__"),
    value,
    filtered: where(true),
    excluded: [...where(false), ...nullsOf(column)],
  };
}
