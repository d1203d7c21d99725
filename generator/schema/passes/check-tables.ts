import { tableOf, type Draft } from "../draft.js";
import { checkSqlName } from "../naming/sql-name.js";

/** Tables have names that PostgreSQL keeps, and no two the same. */
export function checkTables({ models, report }: Draft): void {
  const tables = new Map<string, string>();
  for (const model of models.values()) {
    const own = model.chain.at(-1)?.options.get("table");
    const span = own?.value.span ?? model.span;
    const hint = own ? "shorten it" : `name a shorter one: static options = { table: "…" }`;
    checkSqlName(model.table, `the table of model "${model.name}"`, span, hint, report);
    if (model.schema !== null) {
      const said = model.chain.at(-1)?.options.get("schema")?.value.span ?? model.span;
      checkSqlName(model.schema, `the schema of model "${model.name}"`, said, "shorten it", report);
    }
    const other = tables.get(tableOf(model));
    if (other === undefined) tables.set(tableOf(model), model.name);
    else {
      const message = `the models "${other}" and "${model.name}" have the same table "${model.table}"`;
      report("ORM2013", span, message, "name another in static options = { table }");
    }
  }
}
