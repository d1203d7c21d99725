import { lookupCase, nullsOf, type LookupCase } from "./case.js";
import { columns, rows, samples } from "./samples.js";

/** Every comparison of every column with every value that it holds: the values stand in order. */
export const comparisonCases: readonly LookupCase[] = columns.flatMap((column) => {
  const values = samples[column]?.values ?? [];
  const last = values.length - 1;
  const isnull = (value: boolean, missing: readonly number[], present: readonly number[]): LookupCase => ({
    ...lookupCase(column, ["isnull"], value, () => null),
    filtered: missing,
    excluded: present,
  });
  const [missing, present] = [nullsOf(column), rows.flatMap((_, at) => (at <= last ? [at] : []))];
  return [
    isnull(true, missing, present),
    isnull(false, present, missing),
    lookupCase(column, ["in"], [values[last], null, values[0]], (at) => at === 0 || at === last),
    lookupCase(column, ["in"], [], () => false),
    lookupCase(column, ["in"], [null], () => false),
    ...values.flatMap((value, of) => [
      lookupCase(column, ["exact"], value, (at) => at === of),
      lookupCase(column, ["gt"], value, (at) => at > of),
      lookupCase(column, ["gte"], value, (at) => at >= of),
      lookupCase(column, ["lt"], value, (at) => at < of),
      lookupCase(column, ["lte"], value, (at) => at <= of),
      lookupCase(column, ["in"], [value], (at) => at === of),
      lookupCase(column, ["range"], [value, values[last]], (at) => at >= of),
      lookupCase(column, ["range"], [values[last], value], (at) => at === last && of === last),
    ]),
  ];
});
