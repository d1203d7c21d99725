import { afterAll, beforeAll, expect, test } from "vitest";
import { clientWith, fn, ran, type Answers, type Loose } from "./answers.js";

let client: Answers;
let end: () => Promise<void>;

beforeAll(async () => {
  ({ client, end } = await clientWith(`
    import { Model, fields } from "ormgen";
    export class Item extends Model {
      label = fields.text();
      size = fields.integer({ null: true });
      data = fields.json({ null: true });
      codes = fields.array(fields.text({ maxLength: 20 }), { default: [] });
    }
  `));
  await ran(
    client.Item.objects.bulkCreate([
      { label: "a", size: 10, data: { n: 10, label: "a" }, codes: ["a"] },
      { label: "b", size: 20, data: { n: 5, label: "x" }, codes: [] },
      { label: "c", size: null, data: null, codes: ["c", "c"] },
    ]),
  );
});
afterAll(() => end());

const f = () => client.Item.f;
const labels = (...conditions: readonly unknown[]) =>
  ran(
    client.Item.objects
      .filter(...conditions)
      .orderBy("label")
      .valuesList("label", { flat: true })
      .toArray(),
  );

test("a key of json beside a column, whichever stands first", async () => {
  expect(await labels({ data__n: f().size })).toEqual(["a"]);
  expect(await labels({ size: f().data.key("n") })).toEqual(["a"]);
  expect(await labels({ data__n__lt: f().size })).toEqual(["b"]);
  expect(await labels(f().size.gte(f().data.key("n")))).toEqual(["a", "b"]);
  expect(await labels({ data__label: fn.lower(f().label) })).toEqual(["a"]);
  expect(await labels({ data__label__in: [f().label, "x"] })).toEqual(["a", "b"]);
  expect(await labels({ size__range: [f().data.key("n"), 15] })).toEqual(["a"]);
});

test("exclude is still the complement", async () => {
  const others = client.Item.objects.exclude({ data__n: f().size }).orderBy("label");
  expect(await ran(others.valuesList("label", { flat: true }).toArray())).toEqual(["b", "c"]);
});

test("a list of expressions as a whole, beside an array of varchar", async () => {
  expect(await labels({ codes: [fn.lower(f().label)] })).toEqual(["a"]);
  expect(await labels({ codes__in: [[fn.lower(f().label)], [f().label, "c"]] })).toEqual(["a", "c"]);
});

test("an aggregate gives no order where nothing is grouped", async () => {
  const refused =
    "Item: an aggregate cannot give an order where nothing is grouped: annotate() it, and order by its name";
  const ordered: Loose = client.Item.objects.orderBy(fn.count(f().id));
  await expect(ran(ordered.toArray())).rejects.toThrow(refused);
  const grouped = client.Item.objects
    .values("size")
    .annotate({ n: fn.count() })
    .orderBy(fn.count(f().id), "size");
  expect(await ran(grouped.count())).toBe(3);
  expect(await ran(ordered.count())).toBe(3);
});
