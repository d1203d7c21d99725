import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  code,
  doc,
  imported,
  join,
  literal,
  renderFile,
  verbatim,
  type Code,
} from "../../generator/emit/code.js";

function textOf(body: Code, reserved: string[] = []): string {
  return renderFile({ path: "a.ts", body, reserved }).text;
}

describe("code", () => {
  test("an import that is printed is imported, once, sorted", () => {
    const QuerySet = imported("QuerySet", "ormgen/runtime");
    const Row = imported("Row", "ormgen/runtime", { typeOnly: true });
    const Author = imported("Author", "./author.js", { typeOnly: true });
    const body = code`class A extends ${QuerySet} { a!: ${Author}; b!: ${QuerySet}; c!: ${Row} }`;
    expect(textOf(body)).toBe(
      'import { QuerySet, type Row } from "ormgen/runtime";\nimport type { Author } from "./author.js";\n\n' +
        "class A extends QuerySet { a!: Author; b!: QuerySet; c!: Row }",
    );
  });

  test("a name that the file or another import takes gets an alias", () => {
    const ours = imported("Model", "ormgen/runtime");
    const theirs = imported("Model", "./model.js");
    expect(textOf(code`${ours} ${theirs}`, ["Model"])).toBe(
      'import { Model as Model_1 } from "ormgen/runtime";\nimport { Model as Model_2 } from "./model.js";\n\nModel_1 Model_2',
    );
  });

  test("a fixed local name is kept, others give way", () => {
    const path = imported("*", "node:path", { as: "path" });
    const other = imported("path", "./path.js");
    const preset = imported("default", "slug", { as: "slugify" });
    expect(textOf(code`${path} ${other} ${preset}`)).toBe(
      'import * as path from "node:path";\nimport { default as slugify } from "slug";\n' +
        'import { path as path_1 } from "./path.js";\n\npath path_1 slugify',
    );
  });

  test("lists are joined, nothing prints nothing, numbers and code print themselves", () => {
    expect(
      textOf(code`${["a", "b"]}|${null}${undefined}${""}|${3}${true}|${join(["a", code`1`], ", ")}`),
    ).toBe("a\nb||3true|a, 1");
  });

  test("a string that is no name is refused", () => {
    for (const text of ["a b", "1a", 'a"', "a;b", "a..b", "${x}"])
      expect(() => code`${text}`).toThrow(/no.*name|name/);
  });
});

describe("literal", () => {
  test("evaluates to the value, whatever it is", () => {
    const values = fc.anything({ withBigInt: true, withNullPrototype: false, stringUnit: "binary" });
    fc.assert(
      fc.property(values, (value) => {
        const written = textOf(literal(value));
        expect(written).not.toMatch(/[\u2028\u2029\u202e]/);
        expect((0, eval)(`(${written})`)).toStrictEqual(value);
      }),
      { numRuns: 1000 },
    );
  });

  test("__proto__ is a key", () => {
    const value: unknown = JSON.parse('{"__proto__":{"polluted":true}}');
    expect(textOf(literal(value))).toBe('{ ["__proto__"]: { polluted: true } }');
  });

  test("a template's own marks are text", () => {
    expect(textOf(literal("`${x}` \u2028 \u202e"))).toBe('"`${x}` \\u2028 \\u202e"');
  });
});

describe("doc", () => {
  test("one line, many lines, none", () => {
    expect(textOf(code`${doc("A person.")}class A {}`)).toBe("/** A person. */\nclass A {}");
    expect(textOf(doc("A person.\n\nWho writes."))).toBe("/**\n * A person.\n *\n * Who writes.\n */\n");
    expect(textOf(doc("  "))).toBe("");
    expect(textOf(doc(null))).toBe("");
  });

  test("cannot be left", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("*", "/", "@", "{", "\n", "\r", "\u2028", "a", "`", "$", "\\") }),
        (text) => {
          const written = textOf(doc(text));
          if (written !== "") expect(written.indexOf("*/")).toBe(written.length - 3);
          expect(written).not.toMatch(/(^[\s*/]*|\{)@/m);
        },
      ),
    );
  });
});

test("carried text is printed as it stands", () => {
  expect(textOf(verbatim("get label() { return `${this.title}\n  x`; }"))).toBe(
    "get label() { return `${this.title}\n  x`; }",
  );
});
