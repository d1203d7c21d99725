import { code, globalName, join, literal, verbatim, type Code } from "../generator/emit/code.js";
import type { ClientPlan } from "../generator/plan/client-plan.js";
import type { Column, ColumnType, ForeignKey } from "../generator/schema/schema.js";
import { runtimeType } from "./runtime.js";

/** The TypeScript type of a column's values, without null. */
export function valueType(type: ColumnType): Code {
  switch (type.kind) {
    case "integer":
      return verbatim(type.as);
    case "float":
      return verbatim("number");
    case "decimal":
      return verbatim(type.as);
    case "boolean":
      return verbatim("boolean");
    case "timestamp":
      return type.as === "string" ? verbatim("string") : code`${globalName("Date")}`;
    case "bytes":
      return code`${globalName("Uint8Array")}`;
    case "json":
      return type.tsType ? verbatim(type.tsType.text) : verbatim("unknown");
    case "choice":
      return union(type.values);
    case "enum":
      return union(type.labels);
    case "array":
      return code`(${valueType(type.of)})[]`;
    case "range":
      return code`${runtimeType("Range")}<${valueType(rangeItem(type.of))}>`;
    case "hstore":
      return verbatim("{ [name: string]: string | null }");
    case "custom":
      return verbatim(type.tsType.text);
    default:
      return verbatim("string");
  }
}

function rangeItem(subtype: string): ColumnType {
  switch (subtype) {
    case "integer":
    case "bigInteger":
      return { kind: "integer", size: 8, as: "number", identity: false };
    case "timestamp":
      return { kind: "timestamp", precision: 6, as: "date" };
    case "decimal":
      return { kind: "decimal", precision: null, scale: null, as: "string" };
    default:
      return { kind: "date" };
  }
}

function union(labels: readonly (string | number)[]): Code {
  return join(labels.map(literal), " | ");
}

/** The type of a stored field's values: narrowed by `choices`. */
export function fieldType(field: Column | ForeignKey): Code {
  if (field.kind === "column" && field.choices) return union(field.choices);
  return valueType(field.type);
}

/** With null where the column may be null. */
export function nullableType(field: Column | ForeignKey): Code {
  return field.null ? code`${fieldType(field)} | null` : fieldType(field);
}

/** The kind by which a column's lookups are chosen. */
export function kindName(type: ColumnType): string {
  switch (type.kind) {
    case "integer":
      return "number";
    case "choice":
    case "enum":
      return "text";
    default:
      return type.kind;
  }
}

/** The type of a model's primary key: a scalar, or a tuple for a composite key. */
export function keyType(plan: ClientPlan, model: string): Code {
  return namedType(plan, model, plan.model(model).primaryKey);
}

/** The type of some fields' values as one key. */
export function namedType(plan: ClientPlan, model: string, names: readonly string[]): Code {
  const { fields } = plan.model(model);
  const types = names.map((name) => {
    const field = fields.find((each) => each.name === name);
    if (field?.kind !== "column" && field?.kind !== "foreignKey")
      throw new TypeError(`${model}.${name} is no key`);
    return fieldType(field);
  });
  if (types.length === 0) return verbatim("never");
  const [only] = types;
  return types.length === 1 && only ? only : code`readonly [${join(types, ", ")}]`;
}
