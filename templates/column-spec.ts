import { code, join, literal, verbatim, type Code } from "../generator/emit/code.js";
import type { ColumnType } from "../generator/schema/schema.js";
import { runtimeType } from "./runtime.js";

/** A column's type as data for the runtime: `{ type: "text", maxLength: 200 }`, or its bare name. */
export function columnSpec(type: ColumnType): Code {
  switch (type.kind) {
    case "text":
      if (type.maxLength === null && !type.format && type.dbType !== "citext") return literal("text");
      return literal({
        type: "text",
        ...(type.maxLength !== null && { maxLength: type.maxLength }),
        ...(type.format && { format: type.format }),
        ...(type.dbType === "citext" && { citext: true }),
      });
    case "integer":
      return type.as === "number"
        ? literal(`int${String(type.size)}`)
        : literal({ type: "integer", size: type.size, as: type.as });
    case "decimal":
      return literal({
        type: "decimal",
        ...(type.precision !== null && { precision: type.precision }),
        ...(type.scale !== null && { scale: type.scale }),
        as: type.as,
      });
    case "choice":
      return literal({ type: "choice", values: type.values });
    case "enum":
      return literal({ type: "enum", name: type.name, labels: type.labels });
    case "array":
      return code`{ type: "array", of: ${columnSpec(type.of)} }`;
    case "range":
      return literal({ type: "range", of: type.of });
    case "custom": {
      const parts = [verbatim('type: "custom"'), code`dbType: ${literal(type.dbType)}`];
      if (type.parse) parts.push(code`parse: ${verbatim(type.parse.text)}`);
      if (type.serialize) parts.push(code`serialize: ${verbatim(type.serialize.text)}`);
      return code`{ ${join(parts, ", ")} } satisfies ${runtimeType("CustomType")}<${verbatim(type.tsType.text)}> & { type: "custom" }`;
    }
    case "json":
      return type.dbType === "json" ? literal({ type: "json", text: true }) : literal("json");
    case "timestamp":
      return literal({ type: "timestamp", ...(type.as === "string" && { as: "string" }) });
    default:
      return literal(type.kind);
  }
}
