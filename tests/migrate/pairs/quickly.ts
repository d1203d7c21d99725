import { catalogueIn, READING } from "../../../generator/migrate/catalogue/read-catalogue.js";
import { compareCatalogues, describeDifference } from "../../../generator/migrate/catalogue/compare.js";
import { createSql } from "../../../generator/migrate/ddl/create-sql.js";
import { printMigration } from "../../../generator/migrate/files/print.js";
import type { Catalogue } from "../../../generator/migrate/catalogue/catalogue.js";
import type { Step } from "../../../generator/migrate/plan/step.js";
import type { Proposal } from "../../../generator/migrate/plan/plan-migration.js";
import type { Shadow } from "../../../generator/migrate/shadow/shadow.js";
import type { DatabaseState } from "../../../generator/migrate/state/state.js";

/**
 * Forward, back and forward again in one transaction that is taken back: a tenth of what a proof costs, which commits,
 * and looks at every statement. It does not show what a transaction of its own would: that is for `prove`.
 */
export async function openQuickly(shadow: Shadow) {
  await shadow.script(`${READING.slice(0, -1).join("; ")}; SET plan_cache_mode = force_generic_plan;
    PREPARE catalogue AS ${READING.at(-1) ?? ""}`);
  const read = async (): Promise<Catalogue> => catalogueIn(await shadow.rows("EXECUTE catalogue", []));
  const printed = new WeakMap<DatabaseState, Catalogue>();
  const take = async (state: DatabaseState): Promise<Catalogue> => {
    await shadow.script(`BEGIN;\n${createSql(state).join("\n")}`);
    const catalogue = await read();
    printed.set(state, catalogue);
    return catalogue;
  };
  const back = (): Promise<void> => shadow.script("ROLLBACK");
  return async (proposal: Proposal): Promise<void> => {
    const { before, after, forward, reverse } = proposal;
    try {
      await take(after);
      await back();
      await take(before);
      for (const [way, steps, expected] of [
        ["forward", forward, after],
        ["back", reverse, before],
        ["forward again", forward, after],
      ] as const) {
        await shadow.script(scriptOf(steps));
        const differences = compareCatalogues(await read(), printed.get(expected) as Catalogue);
        if (differences.length > 0) {
          throw new Error(`${way}:\n${differences.map(describeDifference).join("\n")}`);
        }
      }
    } catch (error) {
      throw new Error(`${String(error)}\n${printMigration("0002_x", proposal)}`, { cause: error });
    } finally {
      await back();
    }
  };
}

function scriptOf(steps: readonly Step[]): string {
  return steps
    .map(({ sql }) =>
      sql
        .replaceAll("{batch}", "true")
        .replace(/^(CREATE|CREATE UNIQUE|DROP) INDEX CONCURRENTLY/gm, "$1 INDEX"),
    )
    .join("\n");
}
