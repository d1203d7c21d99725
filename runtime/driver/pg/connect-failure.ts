import { ConnectionFailed, ConnectionLost, fromServer, OrmgenError } from "../../errors/index.js";

/** What the driver said while connecting, named: who, where and why, never the password. */
export function connectFailure(error: unknown, label: string): OrmgenError {
  if (error instanceof OrmgenError) return error;
  const code = codeOf(error);
  const reason =
    code !== undefined && /^[0-9A-Z]{5}$/u.test(code) ? serverReason(error as Error, code) : textOf(error);
  return new ConnectionFailed(`No connection to PostgreSQL at ${label}: ${reason}`, { cause: error, code });
}

function serverReason(error: Error, code: string): string {
  return fromServer({ sqlstate: code, message: error.message }).message;
}

function textOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return textOf(error.errors[0]);
  if (!(error instanceof Error)) return "unknown reason";
  return error.message === "timeout expired" ? "no answer in time" : error.message;
}

function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : undefined;
}

export function lost(label: string, cause: unknown): ConnectionLost {
  return new ConnectionLost(`The connection to PostgreSQL at ${label} was lost.`, { cause });
}

export function silent(label: string): ConnectionLost {
  return new ConnectionLost(`PostgreSQL at ${label} gives no sign of life; the connection was dropped.`);
}
