import { EmbeddedDatabase } from "../../driver/pglite/embedded-database.js";
import { embeddedAt } from "./open-database.js";
import { routers } from "./registry.js";

/** The name of the connection that has the embedded database of a URL; null where none has, or it is a server's. */
export function connectionAt(url: string): string | null {
  const directory = embeddedAt(url);
  if (directory === null) return null;
  for (const [name, { primary }] of routers())
    if (primary instanceof EmbeddedDatabase && primary.isAt(directory)) return name;
  return null;
}
