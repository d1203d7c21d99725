import { MigrationError } from "../migration-errors.js";
import type { ParsedStep } from "../files/parse.js";

interface ServerAnswer {
  readonly code?: unknown;
  readonly message: string;
  readonly position?: unknown;
}

/** What the server said of a statement; null where the connection is what failed. */
export function serverAnswer(error: unknown): ServerAnswer | null {
  if (!(error instanceof Error)) return null;
  const cause: unknown = error.cause;
  const answer = cause instanceof Error && "code" in cause ? cause : error;
  const { code } = answer as { code?: unknown };
  return typeof code === "string" && /^(?!08|57)[0-9A-Z]{5}$/.test(code) ? answer : null;
}

export function isLockTimeout(error: unknown): boolean {
  return serverAnswer(error)?.code === "55P03";
}

/** The server counts characters in the text that was sent; the user knows lines of the file. */
export function refused(
  file: string,
  { sql, line }: ParsedStep,
  error: unknown,
  offset: number,
  consequence: string,
): unknown {
  const answer = serverAnswer(error);
  if (answer === null) return error;
  const at = Number(answer.position) - 1 - offset;
  const lines = at >= 0 ? Array.from(sql).slice(0, at).join("").split("\n").length - 1 : null;
  // A full disk has no place in the text: the step has.
  const whole = line > 1 ? `, the step in line ${String(line)}` : "";
  const place = lines === null ? whole : `:${String(line + lines)}`;
  return new MigrationError(`${file}${place}: ${answer.message}. ${consequence}`, { cause: error });
}
