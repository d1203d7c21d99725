import { StatementTimeout } from "../errors/index.js";

/** @param doing what the database was seen doing for the connection, where somebody looked. */
export function tooLate(limitMs: number, doing = ""): StatementTimeout {
  const seen = doing === "" ? "" : ` When it was last looked at, ${doing}.`;
  return new StatementTimeout(
    `No answer from the database within ${String(limitMs)} ms; the connection was dropped.${seen}`,
  );
}
