import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { Author, Book, connect, disconnect } from "../fixtures/library/generated/index.js";
import { executeScript } from "../runtime/executor/index.js";

/** One kind of query: by the client in both styles, and the same by the bare driver. */
interface Task {
  readonly name: string;
  /**
   * How often in a round. Rounds are long: for some ten milliseconds after the main thread has waited for the bridge,
   * whatever comes next runs twice as fast as it does for long, the bare driver too.
   */
  readonly times: number;
  readonly async: (at: number) => Promise<unknown>;
  readonly sync: (at: number) => unknown;
  readonly raw: (run: Raw, at: number) => Promise<unknown>;
}
type Raw = (name: string, sql: string, values: readonly unknown[]) => Promise<unknown>;

const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 11);
const ROWS = 2000;
const COLUMNS = Book.meta.columns.map(({ column }) => `"library_book"."${column}"`).join(", ");

const some = (at: number) =>
  Book.objects
    .filter({ pages__gte: at % 300, status: "published" })
    .orderBy("title")
    .limit(20);
const many = Book.objects.orderBy("id").limit(1000);

const tasks: readonly Task[] = [
  {
    ...{ name: "get by primary key", times: 3000 },
    async: (at) => Book.objects.get({ id: (at % ROWS) + 1 }),
    sync: (at) => Book.objects.getSync({ id: (at % ROWS) + 1 }),
    raw: (run, at) => run("get", `select ${COLUMNS} from library_book where id = $1`, [(at % ROWS) + 1]),
  },
  {
    ...{ name: "20 rows, filtered and ordered", times: 1000 },
    async: (at) => some(at).toArray(),
    sync: (at) => some(at).toArraySync(),
    raw: (run, at) =>
      run(
        "some",
        `select ${COLUMNS} from library_book where pages >= $1 and status = $2 order by title limit $3`,
        [at % 300, "published", 20],
      ),
  },
  {
    ...{ name: "1,000 rows", times: 50 },
    async: () => many.toArray(),
    sync: () => many.toArraySync(),
    raw: (run) => run("many", `select ${COLUMNS} from library_book order by id limit $1`, [1000]),
  },
];

async function fill(): Promise<void> {
  const [author] = await Author.objects.bulkCreate([{ name: "Ann" }]);
  if (!author) throw new Error("no author");
  const states = ["draft", "published", "archived"] as const;
  await Book.objects.bulkCreate(
    Array.from({ length: ROWS }, (_, at) => ({
      ...{ title: `Book number ${String(at)}`, author, price: `${String(at % 90)}.50`, pages: at % 400 },
      ...{ rating: (at % 10) / 2, status: states[at % 3] ?? "draft", published: "2020-05-17" },
      details: { isbn: `978-${String(at)}`, languages: ["en", "no"] },
    })),
  );
}

async function timed(times: number, call: (at: number) => unknown): Promise<number> {
  const started = performance.now();
  for (let at = 0; at < times; at += 1) {
    const answer = call(at);
    if (answer instanceof Promise) await answer;
  }
  return (performance.now() - started) / times;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The medians over rounds in which both take turns: what else the machine does touches both alike. */
async function compare(task: Task, raw: Raw, own: (at: number) => unknown) {
  const bare = (at: number) => task.raw(raw, at);
  for (let round = 0; round < 2; round += 1) await timed(task.times, round % 2 === 0 ? own : bare);
  const pairs: { ratio: number; own: number; bare: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const first = round % 2 === 0 ? await timed(task.times, own) : null;
    const other = await timed(task.times, bare);
    const mine = first ?? (await timed(task.times, own));
    pairs.push({ ratio: mine / other, own: mine, bare: other });
  }
  const of = (key: "ratio" | "own" | "bare") => median(pairs.map((pair) => pair[key]));
  return { ratio: of("ratio"), own: of("own"), bare: of("bare") };
}

const table: Record<string, string>[] = [];
async function measure(database: string, raw: Raw): Promise<void> {
  for (const task of tasks) {
    for (const style of ["async", "sync"] as const) {
      const { ratio, own, bare } = await compare(task, raw, task[style]);
      const row = { database, query: task.name, style, ratio: ratio.toFixed(2) };
      table.push({ ...row, "ormgen ms": own.toFixed(3), "bare driver ms": bare.toFixed(3) });
    }
  }
}

const tables = process.env["BENCH_TABLES"] ?? "";
const url = process.env["BENCH_SERVER"] ?? "";
await connect(url);
await executeScript(tables);
await fill();
await executeScript("analyze");
const client = new pg.Client({ connectionString: url });
await client.connect();
await measure("server", (name, text, values) => client.query({ name, text, values: [...values] }));
await client.end();
await disconnect();

await connect("memory://");
await executeScript(tables);
await fill();
await executeScript("analyze");
const engine = await PGlite.create("memory://");
await engine.exec(tables);
const books = await Book.objects.orderBy("id").toArray();
await engine.query("insert into library_author (name) values ('Ann')");
await engine.query("insert into library_book select * from json_populate_recordset(null::library_book, $1)", [
  JSON.stringify(
    books.map((book) => ({
      ...{ ...book, author_id: book.authorId, publisher_id: book.publisherId, created_at: book.createdAt },
    })),
  ),
]);
await engine.exec("analyze");
await measure("embedded", (_, sql, values) => engine.query(sql, [...values]));
await engine.close();
await disconnect();

console.table(table);
