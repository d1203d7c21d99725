import type { MigrationFile } from "../files/migration-files.js";
import { MigrationError } from "../migration-errors.js";
import { quoteText } from "../ddl/quote.js";
import { readHistory, type History } from "./history.js";
import { script, type Task } from "./task.js";

/** The history, in which a squashed migration counts as applied where all of those were that it stands for. */
export function* historyOf(files: readonly MigrationFile[]): Task<History> {
  return asReplaced(files, yield* readHistory());
}

/**
 * The same of a history that has been read.
 *
 * Throws `MigrationError` where some of the former migrations are applied and some are not: nobody could go on from there.
 */
export function asReplaced(files: readonly MigrationFile[], history: History): History {
  return files.reduce((known, file) => {
    const done = formerOf(file, known);
    if (done.length === 0) return known;
    const gone = new Set(done);
    const taken = {
      ...{ name: file.name, hash: file.hash, parents: file.parents },
      ...{ reverse: file.reverseText, finished: true },
    };
    return {
      migrations: [...known.migrations.filter(({ name }) => !gone.has(name)), taken],
      steps: known.steps.filter(({ name }) => !gone.has(name)),
    };
  }, history);
}

/** Squashed migrations that are to be noted in place of those that they stand for. */
export function replacing(files: readonly MigrationFile[], history: History): readonly string[] {
  return files.filter((file) => formerOf(file, history).length > 0).map(({ name }) => name);
}

/** Notes squashed migrations in place of those that they stand for; gives their names. */
export function* takeOverReplaced(files: readonly MigrationFile[]): Task<readonly string[]> {
  const history = yield* readHistory();
  const noted: string[] = [];
  for (const file of files) {
    const done = formerOf(file, history);
    const last = done.at(-1);
    if (last === undefined) continue;
    noted.push(file.name);
    const [name, gone] = [quoteText(file.name), `ARRAY[${done.map(quoteText).join(", ")}]`];
    const parents = `ARRAY[${file.parents.map(quoteText).join(", ")}]::text[]`;
    const reverse = file.reverseText === null ? "NULL" : quoteText(file.reverseText);
    yield* script(
      `DELETE FROM ormgen_migration_steps WHERE name = ANY (${gone});\n` +
        `DELETE FROM ormgen_migrations WHERE name = ANY (${gone});\n` +
        `UPDATE ormgen_migrations SET parents = array_replace(parents, ${quoteText(last)}, ${name});\n` +
        `INSERT INTO ormgen_migrations (name, hash, parents, reverse, started_at, applied_at, tool) VALUES ` +
        `(${name}, ${quoteText(file.hash)}, ${parents}, ${reverse}, now(), now(), 'ormgen');`,
    );
  }
  return noted;
}

/** Of those that it stands for: the applied ones. */
function formerOf({ name, record }: MigrationFile, { migrations }: History): readonly string[] {
  const replaces = record?.replaces ?? [];
  const done = replaces.filter((each) => migrations.some((found) => found.name === each && found.finished));
  const begun = replaces.filter((each) => migrations.some((found) => found.name === each));
  const open = replaces.filter((each) => !done.includes(each));
  if (begun.length === 0 || open.length === 0) return done;
  throw new MigrationError(
    `${name} stands for ${replaces.join(", ")}, and this database has ${done.length === 0 ? "none of them finished" : `${done.join(", ")} alone`}: ` +
      `apply ${open.join(", ")} first, from the version of the files that still has them. Nothing was changed`,
  );
}
