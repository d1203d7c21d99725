import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import type { MigrationDatabase } from "../../generator/migrate/database.js";

export interface TestDatabase extends MigrationDatabase {
  readonly engine: PGlite;
}

/** An engine in memory behind the interface that migrations ask for. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const engine = await PGlite.create({ extensions: { pg_trgm } });
  return {
    engine,
    async rows(sql, parameters = []) {
      const { rows } = await engine.query<Record<string, unknown>>(sql, [...parameters]);
      return rows;
    },
    async script(sql) {
      await engine.exec(sql);
    },
    async close() {
      await engine.close();
    },
  };
}
