import { parseIntoClientConfig } from "pg-connection-string";
import type { ClientConfig } from "pg";
import { ConnectionFailed } from "../../errors/index.js";
import type { SettingsTarget } from "../session-settings.js";

/** All that makes a connection; plain data, so that it can be handed to a worker. */
export interface ServerTarget extends SettingsTarget {
  readonly url: string;
  readonly connectTimeoutMs: number;
}

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
  return { ...parsed, connectionTimeoutMillis: connectTimeoutMs, keepAlive: true };
}

/** Who and where, for messages: never the password. */
export function labelOf(url: string): string {
  const { user, host, port, database } = clientConfig({ url, connectTimeoutMs: 0 });
  return `${user === undefined ? "" : `${user}@`}${host ?? "localhost"}:${port ?? 5432}/${database ?? user ?? ""}`;
}
