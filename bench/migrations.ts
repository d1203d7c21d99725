/**
 * `npm run bench:migrations`: what making, proving, applying and reading a schema takes, at 20, 100 and 500 tables on the
 * embedded database, as a user has it: each line is a process of its own, boot included.
 */
import { withModels, type Measured, type Taken } from "./command.js";

const TABLES = (process.env["BENCH_TABLES"] ?? "20,100,500").split(",").map(Number);

const shown = ({ clockMs, processorMs }: Omit<Taken, "memoryMB">): string =>
  `${clockMs.toFixed(0)} (${processorMs.toFixed(0)})`;

function measure({ ormgen, change }: Measured): Record<string, string> {
  const first = ormgen("makemigrations");
  const applied = ormgen("migrate");
  change(0, (text) =>
    text.replace("  name =", "  more = fields.text({ null: true, index: true });\n  name ="),
  );
  const planned = ormgen("makemigrations", "--no-verify", "--dry-run");
  const proved = ormgen("makemigrations", "more");
  return {
    "makemigrations, the first, proved": shown(first),
    "migrate, the first": shown(applied),
    "makemigrations, a change, not proved": shown(planned),
    "makemigrations, a change, proved": shown(proved),
    "of that, the proof": shown({
      clockMs: proved.clockMs - planned.clockMs,
      processorMs: proved.processorMs - planned.processorMs,
    }),
    "migrate, a change": shown(ormgen("migrate")),
    drift: shown(ormgen("drift")),
    inspectdb: shown(ormgen("inspectdb", "--out", "read")),
  };
}

const columns: { readonly tables: number; readonly figures: Record<string, string> }[] = [];
for (const tables of TABLES) columns.push({ tables, figures: await withModels(tables, measure) });
console.log(
  `ms, of processor in brackets${" ".repeat(12)}${columns.map(({ tables }) => `${String(tables)} tables`.padStart(18)).join("")}`,
);
for (const name of Object.keys(columns[0]?.figures ?? {}))
  console.log(name.padEnd(40) + columns.map(({ figures }) => (figures[name] ?? "").padStart(18)).join(""));
