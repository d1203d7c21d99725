import { fileURLToPath } from "node:url";
import type { Database } from "../driver/database.js";
import { EmbeddedDatabase } from "../driver/pglite/embedded-database.js";
import { ServerDatabase } from "../driver/pg/server-database.js";
import { ConnectionFailed } from "../errors/index.js";
import type { ConnectOptions } from "../driver/connect-options.js";
import { currentSettings } from "./settings.js";

/** The database that a URL names; without one, `DATABASE_URL`, else the embedded one. Nothing is opened yet. */
export function databaseAt(url: string | undefined, options: ConnectOptions): Database {
  const target = url ?? process.env["DATABASE_URL"];
  if (target === undefined || target === "") return embedded(currentSettings().embedded, options);
  const scheme = /^([a-z][a-z0-9+.-]*):/iu.exec(target)?.[1]?.toLowerCase();
  switch (scheme) {
    case "memory":
      return embedded(null, options);
    case "embedded":
      return embedded(target.slice("embedded:".length).replace(/^\/\//u, ""), options);
    case "file":
      return embedded(
        target.startsWith("file://") ? fileURLToPath(target) : target.slice("file:".length),
        options,
      );
    case "postgres":
    case "postgresql":
      return new ServerDatabase(target, options);
    default:
      throw new ConnectionFailed(
        "The database URL is not one that can be used: it starts with postgres://, embedded:<directory>, " +
          "file:<directory> or memory://.",
      );
  }
}

function embedded(directory: string | null, options: ConnectOptions): Database {
  if (directory === "")
    throw new ConnectionFailed("The database URL names no directory: embedded:<directory>.");
  return new EmbeddedDatabase(directory, options);
}
