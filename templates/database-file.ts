import { code, doc, join, literal, renderFile, verbatim, type Code } from "../generator/emit/code.js";
import type { RenderedFile } from "../generator/emit/file.js";
import { columnsOf, type ClientPlan } from "../generator/plan/client-plan.js";
import { upperFirst } from "../generator/schema/naming/names.js";
import type { Column, ColumnType, ForeignKey, Model } from "../generator/schema/schema.js";
import { runtimeType } from "./runtime.js";
import { valueType } from "./value-type.js";
import { isNeverWritten } from "./never-written.js";

/** `database.ts`: the tables for Kysely, in the types that a query without a model gives. */
export function databaseFile(plan: ClientPlan): RenderedFile {
  const { models } = plan.schema;
  return renderFile({
    path: "database.ts",
    body: code`/** The tables, for Kysely. */
    export interface Database {
      ${join(models.map((model) => code`${literal(model.schema === undefined ? model.table : `${model.schema}.${model.table}`)}: ${tableName(model)};`))}
    }

    ${join(models.map(tableInterface), "\n\n")}
    `,
    reserved: ["Database", ...models.map(tableName)],
  });
}

function tableName(model: Model): string {
  return `${upperFirst(model.name)}Table`;
}

function tableInterface(model: Model): Code {
  return code`${doc(model.comment)}export interface ${tableName(model)} {
    ${join(columnsOf(model).map((field) => code`${doc(field.comment)}${literal(field.column)}: ${columnType(field)};`))}
  }`;
}

function columnType(field: Column | ForeignKey): Code {
  const orNull = field.null ? verbatim(" | null") : null;
  const selected = code`${plainType(field.type)}${orNull}`;
  if (isNeverWritten(field)) {
    return code`${runtimeType("ColumnType")}<${selected}, never, never>`;
  }
  const filled = field.dbDefault !== null || (field.type.kind === "integer" && field.type.identity);
  return filled ? code`${runtimeType("Generated")}<${selected}>` : selected;
}

/** What the server's description of a column decodes to: no model says how its values are wanted. */
function plainType(type: ColumnType): Code {
  switch (type.kind) {
    case "integer":
      return verbatim("number");
    case "decimal":
    case "hstore":
    case "custom":
      return verbatim("string");
    case "json":
    case "range":
      return verbatim("unknown");
    case "array":
      return code`(${plainType(type.of)})[]`;
    default:
      return valueType(type);
  }
}
