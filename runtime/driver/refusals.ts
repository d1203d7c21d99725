import { DatabaseError, InvalidQuery } from "../errors/index.js";
import type { Statement } from "./statement.js";

/** As many as the protocol counts. */
const MOST = 65_535;

/** COPY FROM STDIN would wait for data that no exchange brings; a NUL would cut the message short. */
export function refuseForeign(sql: string): void {
  if (sql.includes("\0")) throw new DatabaseError("SQL cannot hold a NUL character.");
  if (/\bcopy\b[^;]*\bfrom\s+stdin\b/iu.test(sql)) {
    throw new DatabaseError("COPY FROM STDIN is not supported here: insert the rows with bulkCreate().", {
      sql,
    });
  }
}

export function refuseManyParameters({ parameters }: Statement): void {
  if (parameters.length <= MOST) return;
  throw new InvalidQuery(
    `The query has ${String(parameters.length)} values, and PostgreSQL takes ${String(MOST)} at most: ` +
      "pass many values as one list (`id__in`, bulkCreate, bulkUpdate), or ask in several queries.",
  );
}
