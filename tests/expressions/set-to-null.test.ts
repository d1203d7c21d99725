import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { executeScript } from "../../runtime/executor/index.js";
import { counted } from "../library/counted.js";
import { clientWith, fn, ran, type Loose } from "./answers.js";

const MODELS = `
import { Model, fields } from "ormgen";
export class Person extends Model { name = fields.text(); }
export class Ticket extends Model {
  title = fields.text();
  reporter = fields.foreignKey(() => Person, { onDelete: "setNull", null: true, relatedName: "tickets" });
  n = fields.integer({ null: true, dbDefault: "7" });
}
export class Comment extends Model {
  text = fields.text();
  ticket = fields.foreignKey(() => Ticket, { onDelete: "cascade", relatedName: "comments" });
}
`;
interface Row {
  id: number | null;
  name: string;
  title: string;
  reporterId: number | null;
  reporter: Row | null;
  n: number | null;
  ticket: Row;
  tickets: { loaded: Row[] };
  comments: { loaded: Row[] };
  save(): Promise<void>;
  fetchReporter(): Promise<Row | null>;
}

let Person: Loose;
let Ticket: Loose;
let Comment: Loose;
beforeAll(async () => {
  const { client, end } = await clientWith(MODELS);
  ({ Person, Ticket, Comment } = client);
  return end;
});
beforeEach(async () => {
  await executeScript("truncate person, ticket, comment restart identity");
  const ann = await ran<Row>(Person.objects.create({ name: "Ann" }));
  const ticket = await ran<Row>(Ticket.objects.create({ title: "one", reporter: ann }));
  await ran(Comment.objects.create({ text: "c", ticket }));
});

const made = (model: Loose, values: object) => new (model as unknown as new (values: object) => Row)(values);

describe("a foreign key set to null stays null", () => {
  const ways: readonly (readonly [string, () => Promise<Row>])[] = [
    ["selectRelated()", () => ran<Row>(Ticket.objects.selectRelated("reporter").get())],
    ["prefetchRelated()", () => ran<Row>(Ticket.objects.prefetchRelated("reporter").get())],
    [
      "fetchReporter()",
      async () => {
        const ticket = await ran<Row>(Ticket.objects.get());
        await ticket.fetchReporter();
        return ticket;
      },
    ],
    [
      "create()",
      async () =>
        ran<Row>(Ticket.objects.create({ title: "two", reporter: await ran(Person.objects.get()) })),
    ],
    [
      "the relation's own rows",
      async () => {
        const [person] = await ran<Row[]>(Person.objects.prefetchRelated("tickets").toArray());
        return person!.tickets.loaded[0]!;
      },
    ],
  ];

  test.each(ways)("whatever has loaded the row: %s", async (_, load) => {
    const ticket = await load();
    ticket.reporterId = null;
    expect(ticket.reporter).toBeNull();
    await ticket.save();
    expect(ticket.reporterId).toBeNull();
    expect((await ran<Row>(Ticket.objects.get({ id: ticket.id }))).reporterId).toBeNull();
    await ran(Ticket.objects.all().update({ reporter: 1 }));
    const again = await load();
    again.reporterId = null;
    await ran(Ticket.objects.bulkUpdate([again], ["reporter"]));
    expect((await ran<Row>(Ticket.objects.get({ id: again.id }))).reporterId).toBeNull();
  });

  test("an instance that was assigned before it was saved is taken over", async () => {
    const bob = made(Person, { name: "Bob" });
    const ticket = made(Ticket, { title: "t", reporter: bob });
    expect(ticket.reporter).toBe(bob);
    expect(await ticket.fetchReporter()).toBe(bob);
    await expect((async () => ticket.save())()).rejects.toThrow(/not saved: save it first/);
    await bob.save();
    await ticket.save();
    expect(ticket.reporterId).toBe(bob.id);
    ticket.reporterId = null;
    await ticket.save();
    expect((await ran<Row>(Ticket.objects.get({ id: ticket.id }))).reporterId).toBeNull();
  });

  test("null is written where the database has a default", async () => {
    const rows = await ran<Row[]>(
      Ticket.objects.bulkCreate([{ title: "a", n: null }, { title: "b" }, { title: "c", n: 3 }]),
    );
    expect(rows.map(({ n }) => n)).toEqual([null, 7, 3]);
    expect((await ran<Row>(Ticket.objects.create({ title: "d", n: null }))).n).toBeNull();
    expect(await ran(Ticket.objects.orderBy("title").valuesList("n", { flat: true }).toArray())).toEqual([
      null,
      7,
      3,
      null,
      7,
    ]);
  });

  test("fetching asks for what is not loaded, and for nothing else", async () => {
    const ticket = await ran<Row>(Ticket.objects.selectRelated("reporter").get());
    const { value, log } = await counted(() => ticket.fetchReporter());
    expect(value?.name).toBe("Ann");
    expect(log).toEqual([]);
    ticket.reporterId = null;
    expect(await ticket.fetchReporter()).toBeNull();
  });
});

describe("what a prefetch of one's own says", () => {
  test("a row that its queryset leaves out is null", async () => {
    const [ticket] = await ran<Row[]>(
      Ticket.objects
        .prefetchRelated(fn.prefetch("reporter", Person.objects.filter({ name: "Zoe" })))
        .toArray(),
    );
    const { value, log } = await counted(() => ticket?.reporter);
    expect(value).toBeNull();
    expect(log).toEqual([]);
    expect(ticket?.reporterId).toBe(1);
    await ticket?.save();
    expect((await ran<Row>(Ticket.objects.get())).reporterId).toBe(1);
  });

  test("is not overwritten by the way back", async () => {
    const own = Ticket.objects.prefetchRelated(
      fn.prefetch("reporter", Person.objects.filter({ name: "Zoe" })),
    );
    const [ann] = await ran<Row[]>(Person.objects.prefetchRelated(fn.prefetch("tickets", own)).toArray());
    expect(ann?.tickets.loaded[0]?.reporter).toBeNull();
    const named = Ticket.objects.selectRelated("reporter");
    const [again] = await ran<Row[]>(Person.objects.prefetchRelated(fn.prefetch("tickets", named)).toArray());
    expect(again?.tickets.loaded[0]?.reporter?.name).toBe("Ann");
    const [plain] = await ran<Row[]>(Person.objects.prefetchRelated("tickets").toArray());
    expect(plain?.tickets.loaded[0]?.reporter).toBe(plain);
  });
});
