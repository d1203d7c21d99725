import { readFileSync } from "node:fs";
import { globSync } from "tinyglobby";
import { expect, test } from "vitest";
import { keyword } from "../../runtime/query/compile/fragment.js";
import { statementOf } from "../../runtime/query/compile/statement.js";

test("who binds values sees them, and nobody who compiles a shape", () => {
  const seen = globSync("runtime/**/*.ts").filter((path) =>
    /\b(?:boundText|textOf\(param)/.test(readFileSync(path, "utf8")),
  );
  expect(seen.sort()).toEqual([
    "runtime/operations/write/bulk-groups.ts",
    "runtime/query/compile/statement.ts",
    "runtime/query/expression/param.ts",
  ]);
});

test("a key that has two shapes throws where every shape is checked", () => {
  const make = (sql: string) => () => ({ node: keyword(sql) as never, codecs: [], extra: null });
  statementOf("one key", [], make("select 1"));
  expect(() => statementOf("one key", [], make("select 2"))).toThrow(/one key has two shapes/);
  expect(statementOf("one key", [], make("select 1")).statement.sql).toBe("select 1");
});
