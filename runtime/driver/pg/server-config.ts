import { parseIntoClientConfig } from "pg-connection-string";
import type { ClientConfig } from "pg";
import { ConnectionFailed } from "../../errors/index.js";
import { startOptions, type SettingsTarget } from "../session-settings.js";

/** All that makes a connection; plain data, so that it can be handed to a worker. */
export interface ServerTarget extends SettingsTarget {
  readonly url: string;
  readonly connectTimeoutMs: number;
  /** Whether statements are prepared under names. */
  readonly prepare: boolean;
  /** How long a sync call waits at most where the server has no limit of its own. */
  readonly syncTimeoutMs: number;
}

/** A dead peer is asked after so long a silence. */
const KEEP_ALIVE_MS = 10_000;

export function clientConfig({
  url,
  connectTimeoutMs,
}: Pick<ServerTarget, "url" | "connectTimeoutMs">): ClientConfig {
  let parsed: ClientConfig;
  try {
    parsed = parseIntoClientConfig(url);
  } catch {
    // The reason would quote the URL, and with it the password.
    throw new ConnectionFailed(
      "The database URL cannot be read: postgres://user:password@host:5432/database.",
    );
  }
  return {
    ...parsed,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  };
}

/**
 * Whether a URL says, as Prisma's do, that a transaction pooler stands before the server:
 * `postgres://pooler:6432/shop?pgbouncer=true`. Throws `ConnectionFailed` for what is neither true nor false.
 */
export function saysPooled(url: string): boolean {
  const { pgbouncer = "false" } = clientConfig({ url, connectTimeoutMs: 0 }) as { pgbouncer?: unknown };
  if (pgbouncer === "true" || pgbouncer === "false") return pgbouncer === "true";
  throw new ConnectionFailed("In the database URL, pgbouncer is true or false: postgres://…?pgbouncer=true.");
}

/** The same with the session's settings as those that it starts with: no `RESET` and no `DISCARD` undoes them. */
export function withSettings(config: ClientConfig, target: ServerTarget): ClientConfig {
  const given = config.options ?? process.env["PGOPTIONS"] ?? "";
  return { ...config, options: `${given} ${startOptions(target)}`.trim() };
}

/** Who and where, for messages: never the password. */
export function labelOf(url: string): string {
  const { user, host, port, database } = clientConfig({ url, connectTimeoutMs: 0 });
  return `${user === undefined ? "" : `${user}@`}${host ?? "localhost"}:${port ?? 5432}/${database ?? user ?? ""}`;
}

export function endpointOf(url: string): { host: string; port: number; database: string | undefined } {
  const { user, host, port, database } = clientConfig({ url, connectTimeoutMs: 0 });
  return { host: host ?? "localhost", port: port ?? 5432, database: database ?? user };
}

/** The server's own limit comes first, so that its error is the one that is seen. */
const GRACE_MS = 500;

/** How long an answer may take; null where only a silent peer is a reason to give up. */
export function answerLimit({ statementTimeoutMs }: ServerTarget): number | null {
  return statementTimeoutMs === null ? null : statementTimeoutMs + GRACE_MS;
}
