import { join } from "node:path";
import { format, type Options } from "prettier";
import { describe, expect, test } from "vitest";
import { loadSchema } from "../../generator/read/index.js";
import { loadSettings } from "../../generator/config/load-settings.js";
import { dissect } from "../../generator/emit/dissect.js";
import type { RenderedFile } from "../../generator/emit/file.js";
import { formatInParts } from "../../generator/emit/format-in-parts.js";
import { withHeader } from "../../generator/emit/header.js";
import { renderClient } from "../../templates/render-client.js";
import { ROOT, renderUnformatted } from "../generate/render.js";

/** What a user may say of formatting, each and together. */
const configs: readonly Options[] = [
  {},
  { printWidth: 110 },
  { printWidth: 40 },
  { printWidth: 400 },
  { useTabs: true, tabWidth: 4 },
  { tabWidth: 3, semi: false },
  { singleQuote: true, quoteProps: "consistent", trailingComma: "none" },
  { bracketSpacing: false, arrowParens: "avoid", objectWrap: "collapse" },
  { quoteProps: "preserve", trailingComma: "es5", experimentalTernaries: true },
  { semi: false, useTabs: true, singleQuote: true, printWidth: 60, experimentalOperatorPosition: "start" },
];

const options = (own: Options): Options => ({ ...own, endOfLine: "lf", parser: "babel-ts" });

async function expectWhole(files: readonly RenderedFile[], own: Options): Promise<void> {
  const inParts = await formatInParts(files.map((file) => ({ file, options: options(own) })));
  for (const [at, { path, text }] of files.entries()) {
    expect(inParts[at], `${path} under ${JSON.stringify(own)}`).toBe(
      await format(withHeader(text), options(own)),
    );
  }
}

/** The client of a text of models. */
async function clientOf(source: string): Promise<readonly RenderedFile[]> {
  const settings = await loadSettings({ cwd: ROOT });
  const { schema, diagnostics } = loadSchema({
    ...{ root: ROOT, files: [join(ROOT, "models/all.ts")], output: settings.output },
    read: () => source,
  });
  if (schema === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return renderClient(schema, settings);
}

describe("a client is formatted in parts as it is as a whole", () => {
  test.each(configs)("with %j", async (own) => {
    const { files } = await renderUnformatted(join(ROOT, "fixtures/library"));
    await expectWhole(files, own);
  });

  test.each(["fixtures/kitchen", "fixtures/archive"])("%s", async (folder) => {
    const { files } = await renderUnformatted(join(ROOT, folder));
    await expectWhole(files, {});
  });

  test("whatever the models are called", async () => {
    const names = [
      ...[
        "A",
        "Io",
        "Key",
        "Row",
        "Query",
        "Condition",
        "Async",
        "Qq",
        "R",
        "L",
        "Größe",
        "$Dollar",
        "$$x",
        "Tax$$Free",
        "Many",
      ],
      ...["Keywords", "ShippingAddressOfTheCustomer", "Q1", "Const"],
    ];
    const models = names.map((name) => `export class ${name} extends Base { note = fields.text(); }`);
    const files = await clientOf(
      [
        'import { Model as Base, fields } from "ormgen";',
        ...models,
        "/** Ends here: *\\/ `${1}` // ƚ @nothing */",
        'export class Other extends Base { of = fields.foreignKey(() => Io, { onDelete: "cascade" }); all = fields.manyToMany(() => Many); }',
      ].join("\n"),
    );
    expect(files.filter((file) => dissect(file)).length).toBeGreaterThan(names.length);
    for (const own of configs.slice(0, 3)) await expectWhole(files, own);
  });

  test("and one with the letter that stands for what is taken out is not taken apart", async () => {
    const files = await clientOf(
      'import { Model, fields } from "ormgen";\n/** ƛ0() {} */\nexport class Lambda extends Model { note = fields.text(); }',
    );
    const file = files.find(({ path }) => path === "lambda.ts");
    expect(file && dissect(file)).toBeNull();
    await expectWhole(files, {});
  });

  test("and models with names of one width share their methods", async () => {
    const files = await clientOf(
      [
        'import { Model, fields } from "ormgen";',
        ...["Boat", "Crew", "Harbour"].map(
          (name) => `export class ${name} extends Model { name = fields.text(); }`,
        ),
      ].join("\n"),
    );
    const bodies = (path: string) => {
      const file = files.find((each) => each.path === path);
      return (file ? dissect(file) : null)?.bodies.map(({ text }) => text) ?? [];
    };
    expect(bodies("boat.ts").length).toBeGreaterThan(3);
    expect(bodies("boat.ts")).toEqual(bodies("crew.ts"));
    expect(bodies("boat.ts")).not.toEqual(bodies("harbour.ts"));
  });
});
