import { expect, test } from "vitest";
import { createProject } from "../cli/command-line.js";

function project(body: string, pairs: object) {
  const { write, ormgen } = createProject();
  write(
    "models/book.ts",
    `import { Model, fields } from "ormgen";
export class Author extends Model {
  name = fields.text();
}
export class Book extends Model {
  author = fields.foreignKey(() => Author, { onDelete: "cascade" });
${body}
}
`,
  );
  write("ormgen.config.json", JSON.stringify({ pairs }));
  return ormgen;
}

const NOW = { async: "{name}Later", sync: "{name}Now" };

test.each([
  [
    "a field",
    "  saveLater = fields.text();",
    NOW,
    /"saveLater" would be the field "saveLater" and the async twin of save\(\)/,
  ],
  ["a field", "  fetchAuthorNow = fields.date();", NOW, /"fetchAuthorNow".*the sync twin of fetchAuthor\(\)/],
  ["a method", "  deleteNow(): void {}", NOW, /"deleteNow" would be the model's own "deleteNow"/],
  [
    "a queryset's method",
    "  static queryset = { countLater() { return 1; } };",
    NOW,
    /"countLater" would be the method "countLater" of the models/,
  ],
  ["a model", "}\nexport class atomicNow extends Model {", NOW, /"atomicNow" would be the model atomicNow/],
  ["another pair", "", { async: "{name}", sync: "bulk{Name}" }, /"bulkCreate" would be/],
])("%s with a twin's name is refused", async (_, body, pairs, message) => {
  const ended = await project(body, pairs)();
  expect(ended).toMatchObject({ status: 2, stdout: "" });
  expect(ended.stderr).toMatch(message);
});

test("both twins with one name are refused", async () => {
  const ended = await project("", { async: "{name}", sync: "{name}" })();
  expect(ended).toMatchObject({ status: 2, stderr: expect.stringContaining("`pairs` must be") as string });
});
