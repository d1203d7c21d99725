import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { drift, driftSync, migrate, migrateSync } from "../../generator/migrate/index.js";
import {
  connect,
  connectSync,
  disconnect,
  executeRaw,
  executeRawSync,
} from "../../runtime/executor/index.js";
import { createDatabase } from "../server/database.js";
import { migrationsFolder } from "./project.js";

function written(): { readonly folder: string; readonly embedded: string } {
  const folder = migrationsFolder();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "0001_notes.sql"), "CREATE TABLE note (body text);\n");
  return { folder, embedded: join(dirname(folder), "database") };
}

const ALL = { applied: ["0001_notes"], reversed: [] };
const NOTHING = { applied: [], reversed: [] };

afterEach(() => disconnect());

describe.each(["async", "sync"] as const)("a database that the program is connected to, %s", (style) => {
  const asked = (options: Parameters<typeof migrate>[0]) =>
    style === "async" ? migrate(options) : migrateSync(options);
  const connected = (url: string) => (style === "async" ? connect(url) : connectSync(url));
  const notes = () =>
    style === "async" ? executeRaw("select * from note") : executeRawSync("select * from note");

  test("in memory: it is there for the program, which stays connected", async () => {
    const { folder } = written();
    await connected("memory://");
    expect(await asked({ folder, using: "default" })).toEqual(ALL);
    expect(await asked({ folder, using: "default" })).toEqual(NOTHING);
    expect(await notes()).toEqual([]);
    const differences =
      style === "async" ? await drift({ folder, using: "default" }) : driftSync({ folder, using: "default" });
    expect(differences).toEqual({ differences: [], unknown: [] });
  });

  test("embedded in a folder: nobody else could open it, and the program's connection is taken", async () => {
    const { folder, embedded } = written();
    await connected(`embedded:${embedded}`);
    expect(await asked({ folder, embedded })).toEqual(ALL);
    expect(await notes()).toEqual([]);
    expect(await asked({ folder, url: `file:${embedded}` })).toEqual(NOTHING);
  });

  test("on a server", async () => {
    const { folder } = written();
    const database = await createDatabase();
    await connected(database.url);
    expect(await asked({ folder, using: "default" })).toEqual(ALL);
    expect(await notes()).toEqual([]);
    await disconnect();
    await database.drop();
  });

  test("one in memory that nobody would see is refused, and two databases are", async () => {
    const { folder } = written();
    const failed = async (options: Parameters<typeof migrate>[0]) =>
      Promise.resolve()
        .then(() => asked(options))
        .then(
          () => "applied",
          (error: unknown) => (error as Error).message,
        );
    expect(await failed({ folder, url: "memory://" })).toMatch(/in memory is gone .* using: "default"/u);
    expect(await failed({ folder, url: "memory://", using: "default" })).toMatch(/two databases/u);
    expect(await failed({ folder, using: "nobody" })).toMatch(/No connection is named "nobody"/u);
  });
});
