import { fileURLToPath } from "node:url";
import type { Database } from "../../driver/database.js";
import { EmbeddedDatabase } from "../../driver/pglite/embedded-database.js";
import { ServerDatabase } from "../../driver/pg/server-database.js";
import { ConnectionFailed } from "../../errors/index.js";
import type { ConnectOptions } from "../../driver/connect-options.js";
import { embeddedDirectory } from "./settings.js";

/**
 * The database that a URL names; without one, `DATABASE_URL`, else the embedded one. Nothing is opened yet.
 *
 * @param former what the connection had before: an embedded database that is meant again goes on, with other options.
 */
export function databaseAt(url: string | undefined, options: ConnectOptions, former?: Database): Database {
  const given = url ?? process.env["DATABASE_URL"];
  const target = given === undefined || given === "" ? `embedded:${embeddedDirectory()}` : given;
  const directory = embeddedAt(target);
  if (directory !== null) return embedded(directory, options, former);
  switch (schemeOf(target)) {
    case "memory":
      // Said again, it is another one.
      return embedded(null, options, url === undefined ? former : undefined);
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

function schemeOf(url: string): string | undefined {
  return /^([a-z][a-z0-9+.-]*):/iu.exec(url)?.[1]?.toLowerCase();
}

/** The directory of the embedded database that a URL names; null where it names none. */
export function embeddedAt(url: string): string | null {
  switch (schemeOf(url)) {
    case "embedded":
      return url.slice("embedded:".length).replace(/^\/\//u, "");
    case "file":
      return url.startsWith("file://") ? fileURLToPath(url) : url.slice("file:".length);
    default:
      return null;
  }
}

function embedded(directory: string | null, options: ConnectOptions, former: Database | undefined): Database {
  if (directory === "")
    throw new ConnectionFailed("The database URL names no directory: embedded:<directory>.");
  if (!(former instanceof EmbeddedDatabase) || !former.isAt(directory))
    return new EmbeddedDatabase(directory, options);
  former.change(options);
  return former;
}
