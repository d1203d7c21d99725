import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Pairs } from "../../generator/config/settings.js";
import { pairNames } from "../../generator/plan/pair-names.js";
import { bothStyles } from "./both-styles.js";
import { render, ROOT } from "./render.js";
import { twinsOf } from "./twins.js";
import { createWorkspace } from "./workspace.js";

const conventions: readonly (readonly [string, Pairs])[] = [
  ["node", "node"],
  ["django", "django"],
  ["prefix", "prefix"],
  ["custom", { async: "{name}Later", sync: "{name}Now" }],
];

describe("each convention", () => {
  const workspace = createWorkspace();
  afterAll(() => workspace.remove());

  beforeAll(async () => {
    for (const [folder, pairs] of conventions) {
      workspace.copy("library/models", `${folder}/models`);
      const config = { pairs, embedded: "../database", migrations: "../migrations" };
      workspace.write(`${folder}/ormgen.config.json`, JSON.stringify(config));
      workspace.write(`${folder}/program.ts`, bothStyles(pairNames(pairs)));
      expect(await workspace.ormgen(folder)).toMatchObject({ status: 0 });
    }
    expect(await workspace.ormgen("node", "makemigrations")).toMatchObject({ status: 0 });
    expect(await workspace.ormgen("node", "migrate")).toMatchObject({ status: 0 });
  });

  test("makes a client that type-checks", async () => {
    expect(await workspace.tsc()).toEqual({ status: 0, output: "" });
  });

  test.each(conventions)("%s runs in both styles", async (folder) => {
    const ended = await workspace.node(folder, "program.js");
    expect(ended).toEqual({ status: 0, output: "both styles agree\n" });
  });
});

test.each(conventions)("under %s every method that asks the database has its twin", async (_, pairs) => {
  const files = await render(`${ROOT}fixtures/library`, { pairs });
  const counts = files.flatMap((file) =>
    [...twinsOf(file, pairs).values()].map((methods) => {
      expect(methods.sync).toEqual(methods.async);
      return methods.async.length;
    }),
  );
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(30);
});

test("the comparison of twins sees a parameter that differs", () => {
  const text =
    "class A { get(id: number): Promise<A> { return runAsync(x); } getSync(): A { return runSync(x); } }";
  const methods = twinsOf({ path: "a.ts", text }, "node").get("A");
  expect(methods?.sync).not.toEqual(methods?.async);
});
