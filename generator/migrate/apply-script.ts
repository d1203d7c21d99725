import { CREATE_HISTORY } from "./history.js";
import type { MigrationFile } from "./migration-files.js";
import { quoteText } from "./quote.js";

/** `ormgen` in ASCII: the key of the advisory lock under which migrations run. */
const LOCK = "122537252447598";

/** Raised by the script itself: another process holds the lock; another process was faster. */
export const LOCKED = "OG001";
export const APPLIED = "OG002";

/**
 * The migration as one text, which PostgreSQL runs as one transaction: the lock, a look into the history
 * under that lock, the file, and its entry in the history.
 */
export function applyScript({ name, sql, hash }: MigrationFile): {
  readonly text: string;
  readonly offset: number;
} {
  const head = `DO ${tag(name)}
BEGIN
  IF NOT pg_try_advisory_xact_lock(${LOCK}) THEN
    RAISE EXCEPTION 'another process is migrating' USING ERRCODE = '${LOCKED}';
  END IF;
  ${CREATE_HISTORY}
  IF EXISTS (SELECT FROM ormgen_migrations WHERE name = ${quoteText(name)}) THEN
    RAISE EXCEPTION 'applied by another process' USING ERRCODE = '${APPLIED}';
  END IF;
END ${tag(name)};
`;
  const tail = `\n;INSERT INTO ormgen_migrations (name, hash) VALUES (${quoteText(name)}, ${quoteText(hash)});`;
  return { text: head + sql + tail, offset: head.length };
}

/** File names are letters, digits and underscores, so the tag cannot be closed by them. */
function tag(name: string): string {
  return `$ormgen_${name}$`;
}
