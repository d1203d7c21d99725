import { homedir } from "node:os";
import { join } from "node:path";

/** Where what is made once for a machine lies; `ORMGEN_CACHE_DIR` names another place. */
export function cacheDirectory(): string {
  const own = process.env["ORMGEN_CACHE_DIR"];
  if (own !== undefined && own !== "") return own;
  if (process.platform === "win32") {
    return join(process.env["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local"), "ormgen", "Cache");
  }
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "ormgen");
  return join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "ormgen");
}
