import type { MigrationFile } from "../files/migration-files.js";
import type { History } from "./history.js";

export interface ListedMigration {
  readonly name: string;
  readonly parents: readonly string[];
  /** `"begun"` where some of its steps are still to be done. */
  readonly applied: boolean | "begun";
  readonly drift: "edited" | "missing" | null;
  /** For people. */
  readonly note: string;
}

/** Every migration that has a file or was applied, parents first, and how it stands with it. */
export function listMigrations(files: readonly MigrationFile[], history: History): ListedMigration[] {
  const known = new Set(files.map(({ name }) => name));
  const listed = files.map((file): ListedMigration => {
    const { name, hash, parents } = file;
    const found = history.migrations.find((each) => each.name === name);
    if (found === undefined)
      return { name, parents, applied: false, drift: null, note: openNote(file, files) };
    const back = history.steps.filter((step) => step.name === name && step.way === "reverse");
    if (back.length > 0) return { name, parents, applied: "begun", drift: null, note: "being taken back" };
    if (!found.finished) {
      const done = history.steps.filter((step) => step.name === name && step.finished).length;
      const note = `at step ${String(done + 1)} of ${String(file.forward.length)}`;
      return { name, parents, applied: "begun", drift: null, note };
    }
    return found.hash === hash
      ? { name, parents, applied: true, drift: null, note: "" }
      : { name, parents, applied: true, drift: "edited", note: "edited after it had been applied" };
  });
  const missing = history.migrations
    .filter(({ name }) => !known.has(name))
    .map(({ name, parents }): ListedMigration => ({
      ...{ name, parents, applied: true, drift: "missing", note: "its file is missing" },
    }));
  return [...listed, ...missing];
}

function openNote(file: MigrationFile, files: readonly MigrationFile[]): string {
  const note = branchNote(file, files);
  if (file.record?.phase !== "contract") return note;
  return [...(note === "" ? [] : [note]), "waits for --contract"].join(", ");
}

/** Where it does not come behind the one above it, what it comes behind. */
function branchNote({ name, parents }: MigrationFile, files: readonly MigrationFile[]): string {
  const above = files[files.findIndex((each) => each.name === name) - 1];
  if (above === undefined || (parents.length === 1 && parents[0] === above.name)) return "";
  return `behind ${parents.join(" and ")}`;
}
