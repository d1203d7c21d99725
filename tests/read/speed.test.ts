import { expect, test } from "vitest";
import { load } from "./load.js";

test("a hundred models of ten fields and three relations take well under a second", () => {
  const files = Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => {
      const target = (step: number) => `Model${(index + step) % 100}`;
      const imports = [1, 2, 3].map(
        (step) => `import { ${target(step)} } from "./m${(index + step) % 100}.js";`,
      );
      const columns = Array.from(
        { length: 10 },
        (_, n) => `  field${n} = fields.text({ maxLength: ${n + 1}, null: true });`,
      );
      const relations = [1, 2, 3].map(
        (step) =>
          `  to${step} = fields.foreignKey(() => ${target(step)}, { onDelete: "cascade", relatedName: "from${step}" });`,
      );
      const text = `import { Model, fields } from "ormgen";\n${imports.join("\n")}\nexport class Model${index} extends Model {\n${[...columns, ...relations].join("\n")}\n  get label() { return this.field1; }\n}\n`;
      return [`models/m${index}.ts`, text];
    }),
  );
  load(files);
  const start = performance.now();
  const { schema, diagnostics } = load(files);
  const took = performance.now() - start;
  expect(diagnostics).toEqual([]);
  expect(schema?.models).toHaveLength(100);
  expect(took).toBeLessThan(1000);
});
