import { beforeAll, describe, expect, test } from "vitest";
import { clientWith, ran, type Loose } from "../expressions/answers.js";
import { styles } from "../library/style.js";

let Member: Loose;
let Item: Loose;
beforeAll(async () => {
  const { client, end } = await clientWith(`
import { Model, fields, unique } from "ormgen";
export class Member extends Model {
  name = fields.text();
  status = fields.text();
  age = fields.integer({ default: 0 });
  static options = { constraints: [unique("name", { where: "status = 'on' -- those who stay", name: "one_on" })] };
}
export class Item extends Model {
  name = fields.text();
  status = fields.text();
  static options = {
    constraints: [
      unique("name", { where: "status = 'a'", name: "one_a" }),
      unique("name", { where: "status = 'b'", name: "one_b" }),
    ],
  };
}
`);
  ({ Member, Item } = client);
  return end;
});

describe.each(styles)("in the style $name", (style) => {
  const options = { updateConflicts: true, uniqueFields: ["name"], updateFields: ["age"] };

  test("updateConflicts meets the row that a constraint with a condition keeps single", async () => {
    await ran(Member.objects.all().delete());
    const rows = [
      { name: "ann", status: "off", age: 1 },
      { name: "ann", status: "on", age: 2 },
    ];
    await style.call(Member.objects, "bulkCreate", rows, options);
    await style.call(
      Member.objects,
      "bulkCreate",
      rows.map((row) => ({ ...row, age: 9 })),
      options,
    );
    const found = Member.objects.orderBy("status", "age").valuesList("status", "age");
    expect(await style.call(found, "toArray")).toEqual([
      ["off", 1],
      ["off", 9],
      ["on", 9],
    ]);
  });

  test("of two such constraints over the same fields neither is guessed", async () => {
    const call = style.call(Item.objects, "bulkCreate", [{ name: "x", status: "a" }], {
      ...options,
      updateFields: ["status"],
    });
    await expect(call).rejects.toThrow("cannot tell one_a and one_b apart");
  });
});
