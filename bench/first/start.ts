/** `npm run bench:start`: from the start of a process to its first answer, beside `pg`. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import pg from "pg";
import { median } from "../median.js";

const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 15);
const folder = import.meta.dirname;

const programs = {
  nothing: { file: "nothing", style: "" },
  pg: { file: "pg", style: "" },
  "ormgen, async": { file: "ormgen", style: "async" },
  "ormgen, sync": { file: "ormgen", style: "sync" },
};
type Name = keyof typeof programs;
const names = Object.keys(programs) as Name[];

function first({ file, style }: (typeof programs)[Name]): number {
  const env = { ...process.env, BENCH_STYLE: style };
  return Number(execFileSync(process.execPath, [join(folder, `${file}.mjs`)], { env, encoding: "utf8" }));
}

const client = new pg.Client(process.env["BENCH_SERVER"]);
await client.connect();
await client.query(process.env["BENCH_TABLES"] ?? "");
await client.end();

const took = new Map<Name, number[]>(names.map((name) => [name, []]));
for (let round = -1; round < ROUNDS; round += 1) {
  for (const name of names) {
    const ms = first(programs[name]);
    if (round >= 0) took.get(name)?.push(ms);
  }
}
const bare = took.get("pg") ?? [];
console.log("From the start of the process to its first answer; `nothing` is Node alone.");
console.table(
  Object.fromEntries(
    names.map((name) => {
      const own = took.get(name) ?? [];
      const ratio = median(own.map((ms, at) => ms / (bare[at] ?? 1)));
      return [name, { ms: median(own).toFixed(0), "ratio to pg": ratio.toFixed(2) }];
    }),
  ),
);
