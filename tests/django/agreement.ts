import type { Style } from "../library/style.js";
import { ask } from "./ask.js";
import { queryset } from "./build.js";
import type { Answer, Question } from "./chain.js";
import { difference } from "./compare.js";
import { isOtherwise } from "./differences.js";

/** How the client's answer differs from Django's; null where it does not, or where Django has none. */
export async function disagreement(question: Question, answer: Answer, style: Style): Promise<string | null> {
  if ("error" in answer) return null;
  let found: string | null;
  try {
    found = difference(question, answer.value, await ask(question, style));
  } catch (error) {
    const { name, message } = error as Error;
    found = `Django answers ${JSON.stringify(answer.value).slice(0, 500)}, ormgen throws ${name}: ${message}`;
  }
  if (found === null || isOtherwise(question)) return null;
  return [found, `Django's SQL: ${answer.sql ?? ""}`, `ormgen's SQL: ${sqlOf(question)}`].join("\n");
}

function sqlOf({ chain }: Question): string {
  try {
    const rows = queryset(chain) as unknown as { toSQL(): { sql: string } };
    return rows.toSQL().sql;
  } catch (error) {
    return `(${(error as Error).message})`;
  }
}
