import type { Draft } from "../draft.js";
import { checkSqlName } from "../sql-name.js";

/** Tables have names that PostgreSQL keeps, and no two the same. */
export function checkTables({ models, report }: Draft): void {
  const tables = new Map<string, string>();
  for (const model of models.values()) {
    const own = model.chain.at(-1)?.options.get("table");
    const span = own?.value.span ?? model.span;
    const hint = own ? "shorten it" : `name a shorter one: static options = { table: "…" }`;
    checkSqlName(model.table, `the table of model "${model.name}"`, span, hint, report);
    const other = tables.get(model.table);
    if (other === undefined) tables.set(model.table, model.name);
    else {
      const message = `the models "${other}" and "${model.name}" have the same table "${model.table}"`;
      report("ORM2013", span, message, "name another in static options = { table }");
    }
  }
}
