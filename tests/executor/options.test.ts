import { afterAll, expect, test } from "vitest";
import { InvalidValue, SyncInAsyncTransaction } from "../../runtime/errors/index.js";
import {
  atomic,
  atomicSync,
  connect,
  disconnect,
  executeRaw,
  executeRawSync,
  onCommit,
} from "../../runtime/executor/index.js";
import { createDatabase } from "../server/database.js";

afterAll(() => disconnect());

test("an option that there is not, and a value that it has not, are refused by name", async () => {
  await connect("memory://");
  const wrong = [
    { isolaton: "serializable" },
    { isolation: "constructor" },
    { isolation: "__proto__" },
    { retries: -1 },
    { retries: Number.NaN },
  ] as never[];
  for (const options of wrong) {
    await expect(atomic(() => executeRaw("SELECT 1"), options)).rejects.toBeInstanceOf(InvalidValue);
    expect(() => atomicSync(() => executeRawSync("SELECT 1"), options)).toThrow(InvalidValue);
  }
  for (const options of [{ snyc: "auto" }, { sync: "lsat" }, { pool: { size: 3 } }] as never[]) {
    await expect(connect("memory://", options)).rejects.toBeInstanceOf(InvalidValue);
  }
});

test("a hook that is async is refused in atomicSync, and awaited in atomic", async () => {
  await connect("memory://");
  const seen: string[] = [];
  const hook = async () => {
    await Promise.resolve();
    seen.push("hook");
  };
  await atomic(() => void onCommit(hook));
  expect(seen).toEqual(["hook"]);
  expect(() => atomicSync(() => onCommit(hook))).toThrow("async function");
  // What shows itself as a promise only when it runs.
  expect(() => atomicSync(() => onCommit(() => Promise.reject(new Error("late"))))).toThrow(
    "returned a promise",
  );
  await onCommit(hook);
  expect(seen).toEqual(["hook", "hook"]);
});

test("a robust hook's failure is a warning, and the others run", async () => {
  await connect("memory://");
  const warnings: Error[] = [];
  const listener = (warning: Error) => void warnings.push(warning);
  process.on("warning", listener);
  const seen: number[] = [];
  const failing = () => {
    throw new Error("robust");
  };
  await atomic(() => {
    onCommit(failing, { robust: true });
    onCommit(() => seen.push(1));
  });
  atomicSync(() => {
    onCommit(failing, { robust: true });
    onCommit(() => seen.push(2));
  });
  const strict = atomic(() => {
    onCommit(failing);
    onCommit(() => seen.push(3));
  });
  await expect(strict).rejects.toThrow("robust");
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", listener);
  expect(seen).toEqual([1, 2]);
  expect(warnings.filter(({ message }) => message === "robust")).toHaveLength(2);
});

test("each way for sync calls does what it says", async () => {
  const database = await createDatabase();
  await database.query("CREATE TABLE item (id int)");
  const inside = () =>
    atomic(async () => {
      await executeRaw("INSERT INTO item VALUES (1)");
      return executeRawSync("SELECT count(*)::int AS n FROM item");
    });
  await connect(database.url, { sync: "worker" });
  await expect(inside()).rejects.toBeInstanceOf(SyncInAsyncTransaction);
  expect(executeRawSync("SELECT count(*)::int AS n FROM item")).toEqual([{ n: 0 }]);
  for (const sync of ["auto", "direct"] as const) {
    await connect(database.url, { sync });
    expect((await inside())[0]?.["n"]).toBeGreaterThan(0);
  }
  await connect(database.url, { sync: "direct", pool: { max: 1 } });
  await atomic(async () => {
    await executeRaw("SELECT 1");
    expect(executeRawSync("SELECT 1 AS n")).toEqual([{ n: 1 }]);
  });
  await disconnect();
  await database.drop();
});

test("more values than the protocol counts are refused by name before any SQL", async () => {
  await connect("memory://");
  const many = Array.from({ length: 65_536 }, (_, at) => at);
  const sql = `SELECT ${many.map((at) => `$${String(at + 1)}::int`).join("+")}`;
  await expect(executeRaw(sql, many)).rejects.toThrow("65536 values");
  expect(() => executeRawSync(sql, many)).toThrow("65536 values");
});

test("a statement's limit of 0 is none, in both styles", async () => {
  const database = await createDatabase();
  try {
    for (const sync of ["auto", "worker"] as const) {
      await connect(database.url, { statementTimeoutMs: 0, sync });
      await executeRaw("SELECT pg_sleep(0.05)");
      executeRawSync("SELECT pg_sleep(0.05)");
      expect(await executeRaw("SHOW statement_timeout")).toEqual([{ statement_timeout: "0" }]);
      expect(executeRawSync("SHOW statement_timeout")).toEqual([{ statement_timeout: "0" }]);
    }
    await connect(database.url, { statementTimeoutMs: 300, connectTimeoutMs: 60_000 });
    await expect(executeRaw("SELECT pg_sleep(60)")).rejects.toThrow("statement timeout");
  } finally {
    await disconnect();
    await database.drop();
  }
});
