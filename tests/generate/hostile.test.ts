import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorkspace } from "./workspace.js";

/** Each would end a comment, a string, a template or a line, turn the reading direction, or run, were it copied. */
const HOSTILE = [
  "*/ globalThis.pwned = 1; /*",
  "`; globalThis.pwned = 2; `",
  "${globalThis.pwned = 3}",
  '"; globalThis.pwned = 4; "',
  "'; globalThis.pwned = 5; '",
  "\u2028globalThis.pwned = 6;\u2029",
  "\r\nglobalThis.pwned = 7;\n",
  "\u202eitalic\u2066 hidden \u2069\u200b",
  "<!-- globalThis.pwned = 8; -->",
  "\\u002a/ globalThis.pwned = 9; //",
  "@deprecated {@link globalThis} // @ts-nocheck",
  "\0\u0007\ufeff",
];

const workspace = createWorkspace();
afterAll(() => workspace.remove());

beforeAll(() => {
  const text = (value: string) => JSON.stringify(value);
  const usable = HOSTILE.filter((value) => !value.includes("\0"));
  const fields = HOSTILE.map(
    (value, index) =>
      `  field${String(index)} = fields.text({ default: ${text(value)}, comment: ${text(`${value} comment`)} });`,
  );
  const comments = usable.map(
    (value) => ` * ${value.replaceAll("*/", "*\\/").replace(/[\r\n\u2028\u2029]/g, " ")}`,
  );
  const models = `import { Model, fields } from "ormgen";

/**
${comments.join("\n")}
 */
export class Hostile extends Model {
${fields.join("\n")}
  chosen = fields.choice([${usable.map(text).join(", ")}], { default: ${text(usable[0] ?? "")} });
  labelled = fields.enum([${usable.map(text).join(", ")}], { null: true });
  data = fields.json({ default: { ["__proto__"]: ${text(usable[2] ?? "")} } });
}
`;
  workspace.write("models/hostile.ts", models);
  workspace.write(
    "program.ts",
    `import { Hostile } from "./generated/index.js";
const made = new Hostile({}) as unknown as Record<string, unknown>;
const expected: string[] = ${JSON.stringify(HOSTILE)};
expected.forEach((value, index) => {
  if (made["field" + String(index)] !== value) throw new Error("field" + String(index) + " differs");
});
if ("pwned" in globalThis) throw new Error("executed");
console.log("kept");
`,
  );
});

test("texts of any kind are carried as text", async () => {
  expect(await workspace.ormgen(".")).toMatchObject({ status: 0 });
  expect(await workspace.tsc()).toEqual({ status: 0, output: "" });
  expect(await workspace.node(".", "program.js")).toEqual({ status: 0, output: "kept\n" });
  expect((await workspace.ormgen(".")).output).toContain("up to date");
});
