import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import type { MigrationDatabase } from "../../generator/migrate/connect/database.js";

export interface TestDatabase extends MigrationDatabase {
  readonly engine: PGlite;
}

/** An engine in memory behind the interface that migrations ask for. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const engine = await PGlite.create({ extensions: { pg_trgm } });
  const connection = {
    async rows(sql: string, parameters: readonly string[] = []) {
      const { rows } = await engine.query<Record<string, unknown>>(sql, [...parameters]);
      return rows;
    },
    async script(sql: string) {
      await engine.exec(sql);
    },
  };
  return {
    engine,
    ...connection,
    session: (work) => work(connection),
    async close() {
      await engine.close();
    },
  };
}
