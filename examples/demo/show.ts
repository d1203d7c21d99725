import { inspect } from "node:util";
import { onQuery } from "../../fixtures/library/generated/index.js";

const SHOWN = 6;
const queries: string[] = [];
onQuery(({ sql, style }) => queries.push(`${style.padEnd(5)} ⟶ ${withoutColumns(sql)}`));

export function title(text: string): void {
  console.log(`\n# ${text}`);
}

/** Runs a piece of code, and prints it, the SQL that it ran, and what it gave or threw. */
export async function show(code: () => unknown): Promise<void> {
  queries.length = 0;
  console.log(`\n${sourceOf(code)}`);
  let given: string;
  try {
    given = inspect(await code(), { depth: 3, breakLength: 100 });
  } catch (error) {
    given = `throws ${(error as Error).name}: ${(error as Error).message}`;
  }
  for (const query of queries.slice(0, SHOWN)) console.log(`  ${query}`);
  if (queries.length > SHOWN) console.log(`  … and ${String(queries.length - SHOWN)} more`);
  console.log(`  = ${given.replaceAll("\n", "\n    ")}`);
}

/** An arrow function's body, as it is written. */
function sourceOf(code: () => unknown): string {
  const text = code.toString().replace(/^(?:async )?\(\) => /, "");
  if (!text.startsWith("{")) return text;
  const lines = text.split("\n").slice(1, -1);
  const least = Math.min(...lines.map((line) => line.search(/\S|$/)));
  return lines.map((line) => line.slice(least)).join("\n");
}

/** A model's columns, all named in every query, would hide what the query does. */
function withoutColumns(sql: string): string {
  return sql.replace(/^(select (?:distinct )?)("[^,]+?"), (?:"[^,]+?", ){3,}.*? from "/, '$1$2, … from "');
}
