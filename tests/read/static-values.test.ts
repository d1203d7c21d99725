import { describe, expect, test } from "vitest";
import { load, messagesOf, modelOf } from "./load.js";

const constants = `
  export const LIMITS = { title: 120, nested: { code: 7 } } as const;
  export const STATES = ["open", "closed"] as const;
  export enum Level { One = 1, Two, Named = "three" }
  export default 5;
`;

function lengthOf(expression: string): number | null | undefined {
  const model = modelOf("Book", {
    "models/constants.ts": constants,
    "models/barrel.ts": `export * from "./constants.js"; export { LIMITS as bounds } from "./constants.js";`,
    "models/book.ts": `
      import { Model, fields } from "ormgen";
      import { LIMITS, Level } from "./constants.js";
      import { bounds, STATES } from "./barrel.js";
      import * as all from "./barrel.js";
      const own = 40;
      export class Book extends Model { title = fields.text({ maxLength: ${expression} }); }
    `,
  });
  const title = model.fields.find(({ name }) => name === "title");
  return title?.kind === "column" && title.type.kind === "text" ? title.type.maxLength : undefined;
}

test.each([
  ["100", 100],
  ["1_000", 1000],
  ["0x10", 16],
  ["own", 40],
  ["(own satisfies number) as number", 40],
  ["own!", 40],
  ["own * 2 + 1", 81],
  ["-(-own)", 40],
  ["LIMITS.title", 120],
  ['LIMITS["title"]', 120],
  ["LIMITS.nested.code", 7],
  ["bounds.title", 120],
  ["all.LIMITS.title", 120],
  ["all.bounds.nested.code", 7],
  ["Level.Two", 2],
  ["[1, 2, 3][1]", 2],
  ["{ ...LIMITS, title: 9 }.title", 9],
])("%s is %d", (expression, value) => {
  expect(lengthOf(expression)).toBe(value);
});

test.each([
  "Number(1)",
  "process.env.LENGTH",
  "Math.max(1, 2)",
  "missing",
  "LIMITS.nothing",
  "own ? 1 : 2",
  "(() => 1)()",
  "STATES",
  "'100'",
])("%s is refused", (expression) => {
  expect(() => lengthOf(expression)).toThrow(/ORM100[56]/);
});

describe("objects and arrays", () => {
  test("are spread where they are constants", () => {
    const model = modelOf("Book", {
      "models/book.ts": `
        import { Model, fields } from "ormgen";
        const optional = { null: true } as const;
        const STATES = ["a", "b"] as const;
        export class Book extends Model {
          title = fields.text({ ...optional, maxLength: 5, unique: undefined });
          state = fields.choice([...STATES, \`c\`]);
        }
      `,
    });
    expect(model.fields).toMatchObject([
      { name: "id" },
      { name: "title", null: true, unique: false, type: { maxLength: 5 } },
      { name: "state", type: { kind: "choice", values: ["a", "b", "c"] } },
    ]);
  });

  test("pollute nothing", () => {
    const files = {
      "models/book.ts": `
        import { Model, fields } from "ormgen";
        export class Book extends Model {
          a = fields.json({ default: { "__proto__": { polluted: true }, constructor: 1 } });
        }
      `,
    };
    const a = modelOf("Book", files).fields[1];
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    const value = a?.kind === "column" && a.default?.kind === "literal" ? a.default.value : null;
    expect(Object.keys(value as object)).toEqual(["__proto__", "constructor"]);
  });
});

test("a model file is not executed", () => {
  const files = {
    "models/book.ts": `
      import { Model, fields } from "ormgen";
      process.exit(1);
      throw new Error("executed");
      export class Book extends Model {
        title = fields.text();
        static { process.exit(1); }
        static ready = process.exit(1);
      }
    `,
  };
  expect(load(files).diagnostics).toEqual([]);
});

test("a syntax error silences the rest of its file alone", () => {
  const files = {
    "models/a.ts": `import { Model, fields } from "ormgen"; export class A extends Model { a = fields.nothing(; }`,
    "models/b.ts": `import { Model, fields } from "ormgen"; export class B extends Model { b = fields.nothing(); }`,
  };
  expect(messagesOf(files).map((message) => message.slice(0, 7))).toEqual(["ORM1002", "ORM1003"]);
});
