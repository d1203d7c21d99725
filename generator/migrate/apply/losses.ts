import type { Step } from "../plan/step.js";
import { quoteName, quoteText } from "../ddl/quote.js";
import { lex } from "../sql/lexer.js";
import { statementsOf } from "../sql/statements.js";
import { partsOf } from "../state/table-key.js";
import { rows, type Task } from "./task.js";

/** What of the steps' losses lies in a table that has rows now. */
export function* lossesIn(steps: readonly Step[]): Task<string[]> {
  const former = renamedTables(steps);
  const found: string[] = [];
  for (const key of new Set(steps.flatMap(({ loses }) => loses))) {
    const parts = partsOf(key);
    // A table, or a column of one; three parts are a column of a table in a schema.
    const names = [parts, parts.slice(0, -1)].filter(({ length }) => length === 1 || length === 2);
    for (const name of names) {
      const quoted = name.map(quoteName).join(".");
      const table = former.get(quoted) ?? quoted;
      const [known] = yield* rows(`SELECT to_regclass(${quoteText(table)})::text AS name`);
      if (known?.name == null) continue;
      const [row] = yield* rows(`SELECT EXISTS (SELECT FROM ${table})::text AS filled`);
      if (row?.filled === "true") found.push(key);
      break;
    }
  }
  return found;
}

/** What tables are called before the steps, by what they are called behind their renames. */
function renamedTables(steps: readonly Step[]): Map<string, string> {
  const former = new Map<string, string>();
  for (const { text } of steps.flatMap(({ sql }) => statementsOf(sql))) {
    const tokens = lex(text).filter(({ kind }) => kind !== "space" && kind !== "comment");
    const words = tokens.map((token) => (token.kind === "word" ? token.text.toUpperCase() : token.text));
    const rename = words.findIndex((word, at) => word === "RENAME" && words[at + 1] === "TO");
    if (words[0] !== "ALTER" || words[1] !== "TABLE" || rename === -1) continue;
    const old = tokens.slice(2, rename).map((token) => token.text);
    const now = [...old.slice(0, -1), tokens[rename + 2]?.text ?? ""].join("");
    former.set(now, former.get(old.join("")) ?? old.join(""));
  }
  return former;
}
