import { OperationalError, OrmgenError, type ServerFields } from "../errors/index.js";
import type { Preamble } from "./session-settings.js";
import type { Reply } from "./wire/reply.js";

export function isFine({ error, undecodable }: Reply): boolean {
  return error === null && undecodable === null;
}

/** The preamble stands before any savepoint, whose end would undo it. */
export function opening(preamble: Preamble, asked: readonly string[]): readonly string[] {
  const [begin, ...savepoints] = asked;
  return begin === undefined ? preamble.alone : [begin, ...preamble.within, ...savepoints];
}

/** A statement that the server lost, or whose tables changed under its plan. */
export function isStale({ sqlstate, message }: ServerFields): boolean {
  return (
    sqlstate === "26000" || sqlstate === "42P05" || (sqlstate === "0A000" && message.includes("cached plan"))
  );
}

/** Text in another encoding could not be told from what it should be. */
export function refuseEncoding(encoding: string | null): void {
  if (encoding === null || encoding === "UTF8") return;
  throw new OperationalError(
    `client_encoding was set to ${encoding} in this session: text could not be read. Set it back to UTF8.`,
  );
}

/** What a codec threw, with the SQL that it came from. */
export function undecodable(thrown: unknown, sql: string): unknown {
  if (thrown instanceof OrmgenError) thrown.sql ??= sql;
  return thrown;
}
