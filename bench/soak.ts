/**
 * A ledger under fire: transfers in both styles, mixed in one transaction, while backends are killed, connections cut and
 * the worker ended. The sum never changes, nothing acknowledged is lost, nothing told as failed is there, nothing hangs.
 * Three minutes; `SOAK_SECONDS=600` for longer.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { currentBridge } from "../runtime/driver/bridge/bridge-connection.js";
import { TransactionOutcomeUnknown } from "../runtime/errors/index.js";
import {
  atomic,
  atomicSync,
  connect,
  disconnect,
  executeRaw,
  executeRawSync,
} from "../runtime/executor/index.js";
import { Proxy } from "../tests/driver/proxy.js";

const SECONDS = Number(process.env["SOAK_SECONDS"] ?? 180);
/** So many that a sync call seldom waits for an async transaction of its own thread, which it then has to be rescued from. */
const ACCOUNTS = 1_000;
const START = 1_000;
const CALLERS = 8;
/** Far beyond every limit that a call has here. */
const HANGING_MS = 20_000;

const url = process.env["BENCH_SERVER"] ?? "";
const observer = new pg.Pool({ connectionString: url, max: 2, application_name: "ormgen-soak-observer" });
observer.on("error", () => undefined);
await observer.query(`
  CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL);
  INSERT INTO account SELECT id, ${String(START)} FROM generate_series(1, ${String(ACCOUNTS)}) AS id;
  CREATE TABLE transfer (id uuid PRIMARY KEY)`);

const proxy = await Proxy.before(url);
const limits = { statementTimeoutMs: 3_000, pool: { max: 6, timeoutMs: 5_000 } };
await connect(proxy.url, { name: "direct", ...limits });
await connect(proxy.url, { name: "worker", sync: "worker", ...limits });

const outcomes = { acknowledged: [] as string[], failed: [] as string[], unknown: [] as string[] };
const classes = new Map<string, number>();
const running = new Map<string, number>();
let hanging = 0;
const ends = performance.now() + SECONDS * 1_000;
const over = () => performance.now() > ends;

const steps = (id: string): [string, readonly unknown[]][] => {
  const from = 1 + Math.floor(Math.random() * ACCOUNTS);
  const to = 1 + (from % ACCOUNTS);
  const move = "UPDATE account SET balance = balance + $1 WHERE id = $2";
  // In one order, so that transfers do not wait for each other in a circle.
  const both: [string, readonly unknown[]][] = [
    [move, [-1, from]],
    [move, [1, to]],
  ];
  if (from > to) both.reverse();
  return [...both, ["INSERT INTO transfer VALUES ($1)", [id]]];
};

const ways: Record<string, (id: string, using: string) => Promise<unknown>> = {
  async: (id, using) =>
    atomic(
      async () => {
        for (const [sql, values] of steps(id)) await executeRaw(sql, values, using);
      },
      { using },
    ),
  // eslint-disable-next-line @typescript-eslint/require-await -- one of many ways
  sync: async (id, using) =>
    atomicSync(
      () => {
        for (const [sql, values] of steps(id)) executeRawSync(sql, values, using);
      },
      { using },
    ),
  mixed: (id, using) =>
    atomic(
      async () => {
        for (const [at, [sql, values]] of steps(id).entries()) {
          if (at % 2 === 0) await executeRaw(sql, values, using);
          else atomicSync(() => executeRawSync(sql, values, using), { using });
        }
      },
      { using, sync: true },
    ),
};

async function transfer(): Promise<void> {
  const id = randomUUID();
  const names = Object.keys(ways);
  const way = ways[names[Math.floor(Math.random() * names.length)] ?? "async"];
  running.set(id, performance.now());
  try {
    await way?.(id, Math.random() < 0.5 ? "direct" : "worker");
    outcomes.acknowledged.push(id);
  } catch (error) {
    const { name } = error as Error;
    classes.set(name, (classes.get(name) ?? 0) + 1);
    (error instanceof TransactionOutcomeUnknown ? outcomes.unknown : outcomes.failed).push(id);
  } finally {
    const since = running.get(id) ?? 0;
    running.delete(id);
    if (performance.now() - since > HANGING_MS) hanging += 1;
  }
}

async function caller(): Promise<void> {
  while (!over()) {
    await transfer();
    await sleep(Math.random() * 4);
  }
}

const faults = { kills: 0, cuts: 0, workers: 0 };
async function chaos(): Promise<void> {
  while (!over()) {
    await sleep(50 + Math.random() * 400);
    const dice = Math.random();
    if (dice < 0.75) {
      const victims = "datname = current_database() AND application_name <> 'ormgen-soak-observer'";
      const kill = `SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity WHERE ${victims} ORDER BY random() LIMIT 2) AS v`;
      faults.kills += (await observer.query(kill)).rowCount ?? 0;
    } else if (dice < 0.92) {
      await proxy.cutAll();
      faults.cuts += 1;
    } else {
      await currentBridge().worker.terminate();
      faults.workers += 1;
    }
  }
}

await Promise.all([chaos(), ...Array.from({ length: CALLERS }, caller)]);

const { rows: sums } = await observer.query<{ sum: number }>("SELECT sum(balance)::int AS sum FROM account");
const { rows } = await observer.query<{ id: string }>("SELECT id::text AS id FROM transfer");
const there = new Set(rows.map(({ id }) => id));
const found = {
  seconds: SECONDS,
  ...faults,
  acknowledged: outcomes.acknowledged.length,
  failed: outcomes.failed.length,
  unknown: outcomes.unknown.length,
  "unknown, and there": outcomes.unknown.filter((id) => there.has(id)).length,
};
console.table(found);
console.table(Object.fromEntries(classes));
const wrong = {
  "the sum changed by": (sums[0]?.sum ?? 0) - ACCOUNTS * START,
  "acknowledged, and lost": outcomes.acknowledged.filter((id) => !there.has(id)).length,
  "told as failed, and there": outcomes.failed.filter((id) => there.has(id)).length,
  "too long": hanging,
  "still running": running.size,
};
console.table(wrong);
await disconnect();
await proxy.close();
await observer.end();
if (Object.values(wrong).some((count) => count !== 0)) process.exitCode = 1;
