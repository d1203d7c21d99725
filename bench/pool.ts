import pg from "pg";
import { connect, disconnect } from "../fixtures/library/generated/index.js";
import { executeScript } from "../runtime/executor/index.js";
import { fill } from "./fill.js";
import { workloads, type Workload } from "./workloads.js";
import { median } from "./median.js";

/** As many as ask at a time, and as many connections as answer them. */
const CALLERS = 32;
const CONNECTIONS = 10;
const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 7);
const SECONDS = 1;

interface Rate {
  /** Calls a second. */
  readonly rate: number;
  /** Microseconds of the process's own time for each. */
  readonly cpu: number;
}

async function rateOf(call: (at: number) => Promise<unknown>): Promise<Rate> {
  const end = performance.now() + SECONDS * 1_000;
  const cpu = process.cpuUsage();
  const started = performance.now();
  let calls = 0;
  const caller = async () => {
    while (performance.now() < end) await call((calls += 1));
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  const { user, system } = process.cpuUsage(cpu);
  return { rate: calls / ((performance.now() - started) / 1_000), cpu: (user + system) / calls };
}

async function compare({ async, raw }: Workload, pool: pg.Pool): Promise<Record<string, string>> {
  const bare = async (at: number) =>
    raw(
      async (name, text, values = []) =>
        (await pool.query<Record<string, unknown>>({ name, text, values: [...values] })).rows,
      at,
    );
  const took: { own: Rate; bare: Rate }[] = [];
  for (let round = -1; round < ROUNDS; round += 1) {
    const first = round % 2 === 0;
    const before = first ? await rateOf(bare) : null;
    const own = await rateOf(async);
    const one = { own, bare: before ?? (await rateOf(bare)) };
    if (round >= 0) took.push(one);
  }
  const ratio = (key: keyof Rate) => median(took.map(({ own, bare }) => own[key] / bare[key])).toFixed(2);
  return {
    "pg, a second": median(took.map(({ bare }) => bare.rate)).toFixed(0),
    "ormgen, a second": median(took.map(({ own }) => own.rate)).toFixed(0),
    "ratio (above 1: ormgen ahead)": ratio("rate"),
    "cpu a call (below 1: ormgen ahead)": ratio("cpu"),
  };
}

const url = process.env["BENCH_SERVER"] ?? "";
await connect(url, { pool: { max: CONNECTIONS } });
await executeScript(process.env["BENCH_TABLES"] ?? "");
await fill();
const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
console.log(`${String(CALLERS)} callers on ${String(CONNECTIONS)} connections`);
const rows: Record<string, Record<string, string>> = {};
for (const name of ["get pk", "filter 20", "movie"]) {
  const workload = workloads.find((each) => each.name === name);
  if (workload) rows[name] = await compare(workload, pool);
}
console.table(rows);
await pool.end();
await disconnect();
