import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Book, Tag, connect, connectSync, disconnect, sql } from "../../fixtures/library/generated/index.js";
import { styles } from "../library/style.js";
import { GUARDED } from "../server/start-server.js";
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

const foreign = (process.env["ORMGEN_TEST_DATABASE_URL"] ?? "") !== "";
const WHOSE = foreign ? "a server of the tests' own (skipped: ORMGEN_TEST_DATABASE_URL is set)" : "a server";

describe.skipIf(foreign)(`${WHOSE} that asks for a password`, () => {
  beforeAll(() => database.query(`create role ${GUARDED} login password 'right-one'`));
  afterAll(() => database.query(`drop role ${GUARDED}`));

  const urlFor = (password: string) => {
    const url = new URL(database.url);
    Object.assign(url, { username: GUARDED, password });
    return url.href;
  };

  test.each(styles)("refuses a wrong one, and no text repeats it: $name", async ({ name }) => {
    const wrong = urlFor("wr0ng-one");
    const other = { name: "guarded" };
    const error: unknown = await Promise.resolve()
      .then(() => (name === "sync" ? connectSync(wrong, other) : connect(wrong, other)))
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "ConnectionFailed" });
    expect(String(error)).toMatch(/password/);
    expect(inspect(error, { depth: 5 })).not.toContain("wr0ng");
  });

  test.each(styles)("takes the right one: $name", async (style) => {
    const [right, other] = [urlFor("right-one"), { name: `guarded-${style.name}` }];
    await (style.name === "sync" ? connectSync(right, other) : connect(right, other));
    const one = Tag.objects.using(other.name).raw(sql`select 1 as id`);
    expect(await one).toHaveLength(1);
    expect(await style.call(Tag.objects.using(other.name), "raw", sql`select 1 as id`)).toHaveLength(1);
  });
});

describe("a server that offers TLS", () => {
  const offered = async () => (await database.query("show ssl"))[0]?.["ssl"] === "on";
  const encrypted = sql`select case when ssl then 1 else 0 end as id from pg_stat_ssl where pid = pg_backend_pid()`;

  test.for(styles)("is reached by it: $name", async (style, { skip }) => {
    skip(!(await offered()), "the server offers no TLS: there is no openssl");
    await connect(
      urlWith((url) => url.searchParams.set("sslmode", "no-verify")),
      { name: "tls" },
    );
    expect(await style.call(Tag.objects.using("tls"), "raw", encrypted)).toMatchObject([{ id: 1 }]);
  });

  test.for(styles)("is refused where nobody vouches for it: $name", async ({ name }, { skip }) => {
    skip(!(await offered()), "the server offers no TLS: there is no openssl");
    const strict = urlWith((url) => url.searchParams.set("sslmode", "verify-full"));
    const error: unknown = await Promise.resolve()
      .then(() => (name === "sync" ? connectSync(strict, { name: "tls" }) : connect(strict, { name: "tls" })))
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "ConnectionFailed" });
    expect(String(error)).toMatch(/certificate/);
  });
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
