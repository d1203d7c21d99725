import { beforeAll, beforeEach, expect, test } from "vitest";
import { executeRaw, executeScript } from "../../runtime/executor/index.js";
import { clientWith, fn, ran, type Loose } from "./answers.js";

const MODELS = `
import { Model, fields } from "ormgen";
export class Event extends Model {
  at = fields.timestamp({ primaryKey: true, precision: 6, dbDefault: "'2026-01-01 00:00:00.123456+00'" });
  note = fields.text({ default: "" });
  also = fields.timestamp({ null: true, precision: 6 });
  times = fields.array(fields.timestamp({ precision: 6 }), { null: true });
  span = fields.range("timestamp", { null: true });
}
export class Visit extends Model {
  event = fields.foreignKey(() => Event, { onDelete: "cascade", relatedName: "visits" });
  plain = fields.timestamp({ null: true });
  exact = fields.timestamp({ null: true, precision: 6, as: "string" });
  stamped = fields.timestamp({ autoNow: true, as: "string" });
}
`;
interface Row {
  at: Date;
  note: string;
  also: Date | null;
  times: Date[] | null;
  exact: string | null;
  stamped: string;
  plain: Date;
  event: Row;
  visits: { loaded: Row[]; count(): Promise<number> };
  save(): Promise<void>;
  delete(): Promise<unknown>;
  refresh(): Promise<void>;
  fetchEvent(): Promise<Row>;
}

let Event: Loose;
let Visit: Loose;
beforeAll(async () => {
  const { client, end } = await clientWith(MODELS);
  ({ Event } = client);
  Visit = client.Visit;
  return end;
});
beforeEach(() => executeScript("truncate event, visit restart identity"));

const stored = async (sql: string) => (await executeRaw(sql)).map((row) => Object.values(row).join(" "));
const AT = "select at::text from event order by at";

test("a row whose key holds microseconds is found again: save, refresh, delete, conditions", async () => {
  const event = await ran<Row>(Event.objects.create({}));
  expect(event.at.toISOString()).toBe("2026-01-01T00:00:00.123Z");
  event.note = "changed";
  await event.save();
  expect(await stored("select note, at from event")).toHaveLength(1);
  expect(await stored(AT)).toEqual(["2026-01-01 00:00:00.123456+00"]);
  await event.refresh();
  expect(event.note).toBe("changed");
  expect(await ran(Event.objects.filter({ at: event.at }).count())).toBe(1);
  expect(await ran(Event.objects.filter({ at__in: [event.at] }).count())).toBe(1);
  expect(await ran(Event.objects.filter({ at__gt: event.at }).count())).toBe(0);
  expect(await ran(Event.objects.filter({ at__range: [event.at, event.at] }).count())).toBe(1);
  expect(await ran(Event.objects.filter(Event.f.at.eq(event.at)).exists())).toBe(true);
  expect(await ran(Event.objects.exclude({ pk: event.at }).count())).toBe(0);
  expect(await ran(Event.objects.contains(event))).toBe(true);
  const [most] = Object.values(
    await ran<Record<string, Date>>(Event.objects.aggregate({ m: fn.max(Event.f.at) })),
  );
  expect(await ran(Event.objects.filter({ at: most }).count())).toBe(1);
  const [value] = await ran<Date[]>(Event.objects.valuesList("at", { flat: true }).toArray());
  expect(await ran(Event.objects.get({ at: value }))).toBeDefined();
  await event.delete();
  expect(await stored(AT)).toEqual([]);
});

test("what was not changed goes back exactly: save of another field, bulk, arrays, ranges", async () => {
  await executeScript(`insert into event values ('2026-01-01 00:00:00.1+00', '', '2026-02-02 02:02:02.000002+00',
    '{"2026-03-03 03:03:03.333333+00",NULL}', '["2026-04-04 04:04:04.444444+00","2026-05-05 05:05:05.555555+00")')`);
  const all = "select also::text, times::text, span::text from event";
  const before = await stored(all);
  const event = await ran<Row>(Event.objects.get());
  event.note = "n";
  await event.save();
  expect(await stored(all)).toEqual(before);
  await ran(Event.objects.bulkUpdate([event], ["also", "times", "span", "note"]));
  expect(await stored(all)).toEqual(before);
  await ran(Event.objects.all().update({ also: event.also, times: event.times }));
  expect(await stored(all)).toEqual(before);
  const { at, also, times } = event;
  await ran(Event.objects.all().delete());
  await ran(
    Event.objects.bulkCreate([{ at, also, times, span: (event as unknown as { span: unknown }).span }]),
  );
  expect(await stored(all)).toEqual(before);
  also?.setUTCFullYear(2027);
  await ran(Event.objects.all().update({ also }));
  expect(await stored("select also::text from event")).toEqual(["2027-02-02 02:02:02+00"]);
});

test("relations and prefetches over such a key", async () => {
  const event = await ran<Row>(Event.objects.create({}));
  await ran(Visit.objects.create({ event }));
  await ran(Visit.objects.create({ event: event.at }));
  const again = await ran<Row>(Event.objects.get());
  expect(await ran((again.visits as unknown as Loose).count())).toBe(2);
  const [loaded] = await ran<Row[]>(Event.objects.prefetchRelated("visits").toArray());
  expect(loaded?.visits.loaded).toHaveLength(2);
  const visits = await ran<Row[]>(Visit.objects.prefetchRelated("event").toArray());
  expect(visits.map((visit) => visit.event.note)).toEqual(["", ""]);
  const joined = await ran<Row>(Visit.objects.selectRelated("event").orderBy("id").first());
  expect(joined.event.note).toBe("");
  const plain = await ran<Row>(Visit.objects.orderBy("id").first());
  expect((await plain.fetchEvent()).note).toBe("");
  await plain.save();
  expect((await ran<unknown[]>(Visit.objects.filter({ event }).toArray())).length).toBe(2);
  expect(await event.delete()).toEqual([3, { Visit: 2, Event: 1 }]);
});

test("paging by the last row's time repeats none", async () => {
  await executeScript(
    "insert into event (at, note) select '2026-01-01 00:00:00+00'::timestamptz + n * interval '7 microseconds', n::text from generate_series(1, 40) n",
  );
  const seen: string[] = [];
  for (let page = Event.objects.orderBy("at").limit(7); ;) {
    const rows = await ran<Row[]>(page.toArray());
    seen.push(...rows.map(({ note }) => note));
    const last = rows.at(-1);
    if (!last) break;
    page = Event.objects.filter({ at__gt: last.at }).orderBy("at").limit(7);
  }
  expect(seen).toEqual(Array.from({ length: 40 }, (_, at) => String(at + 1)));
});

test("new columns hold what a Date holds, unless they say otherwise", async () => {
  const types = await stored(
    "select a.attname, format_type(a.atttypid, a.atttypmod) from pg_attribute a where attrelid = 'visit'::regclass and attname in ('plain', 'exact', 'stamped') order by 1",
  );
  expect(types).toEqual([
    "exact timestamp with time zone",
    "plain timestamp(3) with time zone",
    "stamped timestamp(3) with time zone",
  ]);
});

test("text is exact, and infinity is readable", async () => {
  const event = await ran<Row>(Event.objects.create({}));
  const visit = await ran<Row>(Visit.objects.create({ event, exact: "2026-06-06T06:06:06.666666Z" }));
  expect(visit.stamped).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const read = await ran<Row>(Visit.objects.get());
  expect(read.exact).toBe("2026-06-06T06:06:06.666666Z");
  expect(await ran(Visit.objects.filter({ exact: read.exact }).count())).toBe(1);
  expect(await ran(Visit.objects.filter({ exact__year: 2026 }).count())).toBe(1);
  expect(await ran(Visit.objects.filter({ exact__lt: new Date("2026-06-06T06:06:06.667Z") }).count())).toBe(
    1,
  );
  await executeScript("update visit set plain = 'infinity', exact = '-infinity'");
  const endless = await ran<Row>(Visit.objects.get());
  expect(endless.plain > new Date("9999-01-01")).toBe(true);
  expect(endless.exact).toBe("-infinity");
  await endless.save();
  expect(await stored("select plain::text, exact::text from visit")).toEqual(["infinity -infinity"]);
  expect(await ran(Visit.objects.filter({ plain: endless.plain }).count())).toBe(1);
});
