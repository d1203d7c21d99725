import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Author, Publisher, Tag } from "../../fixtures/library/generated/index.js";
import { DataError } from "../../runtime/errors/index.js";
import {
  atomic,
  connect,
  disconnect,
  executeRaw,
  executeRawSync,
  executeScript,
} from "../../runtime/executor/index.js";
import { here, tablesOf } from "../library/library.js";
import { createDatabase, type TestDatabase } from "../server/database.js";

const LONG = "x".repeat(300);

async function failure(run: () => unknown): Promise<DataError> {
  try {
    await run();
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    expect((error as Error).message).not.toContain("xxx");
    return error as DataError;
  }
  throw new Error("It did not fail.");
}

describe.each(here("embedded", "server"))("a value that its column cannot hold: %s", (driver) => {
  let server: TestDatabase | null = null;
  beforeAll(async () => {
    server = driver === "server" ? await createDatabase() : null;
    await connect(server?.url ?? "memory://");
    await executeScript(tablesOf("fixtures/library"));
    await executeScript("CREATE TABLE thing (short varchar(3), other varchar(3), size smallint, day date)");
    await executeRaw("INSERT INTO thing (size) VALUES (1)");
    await Author.objects.create({ name: "a" });
  });
  afterAll(async () => {
    await disconnect();
    await server?.drop();
  });

  test.each<[string, () => unknown, string, string[]]>([
    ["create", () => Author.objects.create({ name: LONG }), "library_author", ["name"]],
    ["createSync", () => Author.objects.createSync({ name: LONG }), "library_author", ["name"]],
    [
      "bulkCreate",
      () => Author.objects.bulkCreate([{ name: "a", email: "a@b.example" }, { name: LONG }]),
      "library_author",
      ["name"],
    ],
    ["update", () => Author.objects.all().update({ name: LONG }), "library_author", ["name"]],
    ["updateSync", () => Author.objects.all().updateSync({ name: LONG }), "library_author", ["name"]],
    [
      "save in a transaction",
      () =>
        atomic(async () => {
          const author = await Author.objects.first();
          author!.name = LONG;
          await author!.save();
        }),
      "library_author",
      ["name"],
    ],
    [
      "two columns",
      () => raw("INSERT INTO thing (short, other) VALUES ($1, $2)", LONG, LONG),
      "thing",
      ["short", "other"],
    ],
    ["raw", () => raw("UPDATE thing SET day = $2, size = $1", "1", "no day"), "thing", ["day"]],
    [
      "raw, some rows",
      () => raw('INSERT INTO "thing"("day", size) VALUES ($1, $2)', "no day", "1"),
      "thing",
      ["day"],
    ],
    [
      "out of range",
      () => raw("INSERT INTO thing (day, size) VALUES ($1, $2)", null, "99999"),
      "thing",
      ["size"],
    ],
  ])("%s", async (_, run, table, columns) => {
    const error = await failure(run);
    expect(error).toMatchObject({ table, columns });
    expect(error.message).toContain(`(${table}: ${error.columns.join(" or ")})`);
    expect(error.code).toMatch(/^22/u);
  });

  test("what no column is to blame for names none", async () => {
    for (const sql of ["SELECT 1 / 0", "SELECT $1::int", "SELECT 'x'::date"])
      expect(await failure(() => raw(sql, ...(sql.includes("$1") ? ["no number"] : [])))).toMatchObject({
        table: undefined,
        columns: [],
      });
    expect(await failure(() => executeRawSync("UPDATE thing SET size = size / 0, day = null"))).toMatchObject(
      {
        table: "thing",
        columns: [],
      },
    );
    expect(await Tag.objects.count()).toBe(await Publisher.objects.count());
  });
});

function raw(sql: string, ...parameters: unknown[]): Promise<unknown> {
  return executeRaw(sql, parameters);
}
