import { inject } from "vitest";
import { connect, disconnect } from "../../runtime/executor/index.js";
import { createDatabase } from "../server/database.js";

/**
 * Connects to an empty database of the file's own, on the project's driver. Gives what ends it: a hook that returns it
 * has it called when the file's tests are done.
 */
export async function connectOwn(): Promise<() => Promise<void>> {
  const server = inject("driver") === "server" ? await createDatabase() : null;
  await connect(server?.url ?? "memory://");
  return async () => {
    await disconnect();
    await server?.drop();
  };
}
