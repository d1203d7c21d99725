import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Book, Tag, connect, connectSync, disconnect } from "../../fixtures/library/generated/index.js";
import { createDatabase, type TestDatabase } from "../server/database.js";

const PASSWORD = "p4ss%40word";
let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterEach(() => disconnect());
afterAll(() => database.drop());

function urlWith(change: (url: URL) => void): string {
  const url = new URL(database.url);
  url.password = PASSWORD;
  change(url);
  return url.href;
}

const failures: readonly (readonly [string, () => string])[] = [
  ["a server that is not there", () => urlWith((url) => (url.port = "1"))],
  ["a host that is not there", () => urlWith((url) => (url.hostname = "nowhere.invalid"))],
  ["a database that is not there", () => urlWith((url) => (url.pathname = "/nowhere"))],
  ["a role that is not there", () => urlWith((url) => (url.username = "nobody"))],
  ["a URL of something else", () => `mysql://root:${PASSWORD}@localhost/x`],
];

describe.each(failures)("%s", (_, url) => {
  const clear = (error: unknown) => {
    expect(error).toMatchObject({ name: "ConnectionFailed" });
    expect(inspect(error, { depth: 5 })).not.toMatch(/p4ss/u);
    return true;
  };

  test("connect() says so, async", async () => {
    await expect(connect(url(), { name: "other" })).rejects.toSatisfy(clear);
  });

  test("connectSync() says so, sync", () => {
    try {
      connectSync(url(), { name: "other" });
    } catch (error) {
      clear(error);
      return;
    }
    expect.unreachable();
  });
});

test("a wrong password is told without it", async () => {
  await database.query("create role guarded login password 'right-one'");
  const url = new URL(database.url);
  url.username = "guarded";
  url.password = "wr0ng-one";
  // The test server trusts every local caller: what is asked here is that no text repeats the password.
  await connect(url.href, { name: "guarded" });
  const error: unknown = await Tag.objects
    .using("guarded")
    .count()
    .catch((reason: unknown) => reason);
  expect(inspect(error, { depth: 5 })).not.toContain("wr0ng");
  expect(error).toMatchObject({ name: "SchemaDrift" });
  await disconnect("guarded");
  await database.query("drop role guarded");
});

test("the default connection fails at its first query, and works once the server is there", async () => {
  const before = process.env["DATABASE_URL"];
  process.env["DATABASE_URL"] = urlWith((url) => (url.port = "1"));
  try {
    await expect(Book.objects.count()).rejects.toMatchObject({ name: "ConnectionFailed" });
    expect(() => Book.objects.countSync()).toThrow(
      expect.objectContaining({ name: "ConnectionFailed" }) as Error,
    );
    await disconnect();
    process.env["DATABASE_URL"] = database.url;
    await expect(Book.objects.count()).rejects.toMatchObject({ name: "SchemaDrift" });
  } finally {
    if (before === undefined) delete process.env["DATABASE_URL"];
    else process.env["DATABASE_URL"] = before;
  }
});
