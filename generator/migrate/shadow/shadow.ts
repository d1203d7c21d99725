import type { Connection } from "../apply/task.js";

/** A database that nobody uses, on which a migration is tried before anybody applies it. */
export interface Shadow extends Connection {
  /** Empties it. */
  reset(): Promise<void>;
  /** Extensions that it can make. */
  has(extension: string): boolean;
  close(): Promise<void>;
}

export const EMPTY_IT = `DO $ormgen$
DECLARE own text;
BEGIN
  FOR own IN SELECT quote_ident(nspname) FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
    EXECUTE 'DROP SCHEMA ' || own || ' CASCADE';
  END LOOP;
END $ormgen$;
CREATE SCHEMA public;`;
