import { InvalidQuery } from "../../errors/index.js";
import { QuerySet } from "../../query/queryset.js";
import { selectStatement } from "./fetch.js";

/** What `console.log` shows of a queryset, and what JSON refuses: it is not its rows. */
export function installQuerysetPrinting(): void {
  define("toJSON", function (this: QuerySet) {
    throw new InvalidQuery(
      `${this.state.model.name}: a queryset is not its rows, and no JSON: await .toArray() first, or call .toArraySync()`,
    );
  });
  define(Symbol.for("nodejs.util.inspect.custom"), function (this: QuerySet) {
    return `<${this.constructor.name}: ${sqlOf(this)}>`;
  });
}

/** Without values: what is printed may end in a log. */
function sqlOf({ state }: QuerySet): string {
  try {
    return selectStatement(state).statement.sql;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function define(name: string | symbol, value: unknown): void {
  Object.defineProperty(QuerySet.prototype, name, { value, configurable: true, writable: true });
}
