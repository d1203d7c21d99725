import { beforeAll, expect, test } from "vitest";
import { clientWith, fn, ran, type Loose } from "./answers.js";

const MODELS = `
import { Model, fields } from "ormgen";
export class Tag extends Model { label = fields.text({ maxLength: 20 }); }
export class Book extends Model {
  title = fields.text();
  names = fields.array(fields.text({ maxLength: 9 }), { null: true });
  pages = fields.array(fields.bigInteger({ as: "bigint" }), { default: [] });
}
`;

let Book: Loose;
let Tag: Loose;
beforeAll(async () => {
  const { client, end } = await clientWith(MODELS);
  ({ Book, Tag } = client);
  await ran(Tag.objects.bulkCreate([{ label: "a" }, { label: "b" }, { label: "c" }]));
  await ran(
    Book.objects.bulkCreate([
      { title: "v", names: ["a", "z"], pages: [1n, 9n] },
      { title: "w", names: ["b"], pages: [2n] },
      { title: "x", names: ["z"], pages: [7n] },
      { title: "y", names: [], pages: [] },
      { title: "z", names: null },
    ]),
  );
  return end;
});

const titles = async (where: object) =>
  (
    await ran<string[]>(
      Book.objects.filter(where).orderBy("title").valuesList("title", { flat: true }).toArray(),
    )
  ).join("");
const labels = (rows: Loose) => rows.valuesList("label", { flat: true });
const few = () => Tag.objects.filter({ label__in: ["a", "b"] });

test("the rows of a queryset stand beside an array as one array", async () => {
  expect(await titles({ names__overlap: labels(few()) })).toBe("vw");
  expect(await titles({ names__overlap: few().values("label") })).toBe("vw");
  expect(await titles({ names__contains: labels(few().filter({ label: "a" })) })).toBe("v");
  expect(await titles({ names__contained_by: labels(Tag.objects.all()) })).toBe("wy");
  expect(await titles({ names__overlap: labels(Tag.objects.filter({ label: "q" })) })).toBe("");
  expect(await titles({ names__contains: labels(Tag.objects.filter({ label: "q" })) })).toBe("vwxy");
  // Their keys, of another type of integer.
  expect(await titles({ pages__overlap: few() })).toBe("vw");
  expect(await titles({ pages__overlap: Tag.objects.orderBy("-id").limit(2) })).toBe("w");
});

test("rows of arrays, one array, and the complement", async () => {
  const arrays = (where: object) => Book.objects.filter(where).values("names");
  expect(await titles({ names__overlap: arrays({ title__in: ["w", "x"] }) })).toBe("vwx");
  expect(await titles({ names__overlap: arrays({ title: "v" }).limit(1) })).toBe("vx");
  const { f } = Book;
  const overlap = (f as unknown as { names: { overlap(rows: Loose): Loose } }).names.overlap(labels(few()));
  expect(await ran(Book.objects.filter(overlap).count())).toBe(2);
  expect(await ran(Book.objects.filter(fn.not(overlap)).count())).toBe(3);
  expect(await ran(Book.objects.exclude({ names__overlap: labels(few()) }).count())).toBe(3);
});
