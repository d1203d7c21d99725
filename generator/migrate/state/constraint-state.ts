import { shortened } from "../../schema/naming/names.js";
import type { Constraint, Exclusion, Model } from "../../schema/schema.js";
import { keyColumn } from "./declared-index.js";
import type { CheckState, ExcludeState, TableState } from "./state.js";

type ColumnOf = (field: string) => string;

export function checkState({ name, sql, validated }: Extract<Constraint, { kind: "check" }>): CheckState {
  return { name: shortened(name), sql, ...(validated === false && { notValid: true }) };
}

export function excludesOf({ constraints }: Model, columnOf: ColumnOf): Pick<TableState, "excludes"> {
  const excludes = constraints.flatMap((each) =>
    each.kind === "exclude" ? [excludeState(each, columnOf)] : [],
  );
  return excludes.length === 0 ? {} : { excludes };
}

function excludeState(exclusion: Exclusion, columnOf: ColumnOf): ExcludeState {
  const { name, using, parts, where, include, deferrable } = exclusion;
  return {
    ...{ name: shortened(name), using },
    parts: parts.map(({ key, operator }) => ({ key: keyColumn(key, columnOf), operator })),
    ...{ where, include: include.map(columnOf), deferrable },
  };
}
