import type { OperationNode } from "kysely";
import { ModelMeta } from "../../meta/meta.js";
import type { Node } from "../expression/node.js";
import { Builder } from "./builder.js";
import { resolve } from "./resolve.js";
import { markConstant } from "./statement.js";

const nowhere = new ModelMeta(
  {
    client: { timeZone: "UTC", lazy: "never", pairs: { async: "{name}", sync: "{name}Sync" } },
    name: "(no model)",
    table: "(no table)",
    primaryKey: ["id"],
    fields: { id: { type: "int8" } },
  },
  () => {
    throw new TypeError("nothing has rows of no model");
  },
);

/** The SQL of an expression whose operands are SQL already; values in it belong to whoever wrote it. */
export function detachedSql(node: Node): OperationNode {
  for (const param of node.params) markConstant(param);
  return resolve(new Builder(nowhere, "UTC"), node, null).node;
}
