import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { connect, disconnect } from "../fixtures/library/generated/index.js";
import { executeRaw, executeScript } from "../runtime/executor/index.js";
import { drizzleWorkloads } from "./drizzle.js";
import { fill } from "./fill.js";
import { workloads, type Raw, type Workload } from "./workloads.js";
import { median } from "./median.js";

/** Rounds in which all take turns: what else the machine does touches all alike. Medians of ratios are what counts. */
const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 9);
const ONLY = process.env["BENCH_ONLY"];

type Call = (at: number) => unknown;

/**
 * After a thread has blocked, whatever comes next runs up to twice as fast for some ten milliseconds, the bare driver too:
 * a pause, and some calls that nobody times, give each the same start.
 */
async function timed(times: number, call: Call): Promise<{ ms: number; cpu: number }> {
  await sleep(30);
  for (let at = 0; at < times / 10; at += 1) await call(at);
  const cpu = process.cpuUsage();
  const started = performance.now();
  for (let at = 0; at < times; at += 1) {
    const answer = call(at);
    if (answer instanceof Promise) await answer;
  }
  const ms = (performance.now() - started) / times;
  const { user, system } = process.cpuUsage(cpu);
  return { ms, cpu: (user + system) / times };
}

async function compare(
  times: number,
  calls: Readonly<Record<string, Call>>,
): Promise<Record<string, string>> {
  const names = Object.keys(calls);
  const took = new Map(names.map((name) => [name, [] as { ms: number; cpu: number }[]]));
  for (let round = -1; round < ROUNDS; round += 1) {
    // Each is first as often as the others.
    const turn = names.map((_, at) => names[(at + round + names.length) % names.length] ?? "");
    for (const name of turn) {
      const one = await timed(times, calls[name] as Call);
      if (round >= 0) took.get(name)?.push(one);
    }
  }
  const bare = took.get("bare") ?? [];
  const row: Record<string, string> = { "bare, ms": median(bare.map(({ ms }) => ms)).toFixed(3) };
  for (const name of names.filter((each) => each !== "bare")) {
    const own = took.get(name) ?? [];
    const ratio = (key: "ms" | "cpu") =>
      median(own.map((one, at) => one[key] / (bare[at]?.[key] ?? 1))).toFixed(2);
    row[name] = ratio("ms");
    if (name === "async") row["async, cpu"] = ratio("cpu");
  }
  return row;
}

async function check({ name, alike, ...calls }: Workload, raw: Raw): Promise<void> {
  if (alike === null) return;
  for (const at of [0, 7, 150]) {
    const expected = alike((await calls.raw(raw, at)) as never);
    for (const answer of [await calls.async(at), calls.sync(at)]) {
      assert.deepEqual(
        JSON.parse(JSON.stringify(alike(answer as never))),
        JSON.parse(JSON.stringify(expected)),
        name,
      );
    }
  }
}

async function table(raw: Raw, others: Readonly<Record<string, Call>> = {}): Promise<void> {
  const rows: Record<string, Record<string, string>> = {};
  for (const workload of workloads) {
    const { name, times, async, sync } = workload;
    if (ONLY !== undefined && !name.includes(ONLY)) continue;
    await check(workload, raw);
    const drizzle = others[name];
    const calls = {
      bare: (at: number) => workload.raw(raw, at),
      async,
      sync,
      ...(drizzle ? { drizzle } : {}),
    };
    rows[name] = await compare(times, calls);
  }
  console.table(rows);
}

const tables = process.env["BENCH_TABLES"] ?? "";
const url = process.env["BENCH_SERVER"] ?? "";
await connect(url);
await executeScript(tables);
await fill();
const client = new pg.Client({ connectionString: url });
await client.connect();
console.log("a server: ratios to pg with named statements on one connection");
await table(
  async (name, text, values = []) =>
    (await client.query<Record<string, unknown>>({ name, text, values: [...values] })).rows,
  drizzleWorkloads(client),
);
await client.end();
await disconnect();

await connect("memory://");
await executeScript(tables);
await fill();
const engine = await PGlite.create("memory://");
await engine.exec(tables);
for (const name of ["author", "publisher", "tag", "book", "review", "book_tags"]) {
  const rows = await executeRaw(`select json_agg(t)::text as all from library_${name} t`);
  await engine.query(
    `insert into library_${name} select * from json_populate_recordset(null::library_${name}, $1)`,
    [rows[0]?.["all"]],
  );
}
for (const name of ["author", "tag", "book"])
  await engine.query(`select setval(pg_get_serial_sequence('library_${name}', 'id'), 1000000)`);
await engine.exec("analyze");
console.log("the embedded database: ratios to PGlite's own query()");
await table(
  async (_, text, values = []) => (await engine.query<Record<string, unknown>>(text, [...values])).rows,
);
await engine.close();
await disconnect();
