import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { sync as writeFileAtomicSync } from "write-file-atomic";
import { MANIFEST, isBelow } from "./manifest.js";

export const JOURNAL = ".ormgen-journal.json";

/** All that one run changes in the output folder. */
export interface Journal {
  readonly write: readonly { readonly path: string; readonly text: string }[];
  readonly remove: readonly string[];
  readonly manifest: string;
}

/** Once it is there, the run will be carried out, by itself or by the next one: killed before, it changed nothing. */
export function writeJournal(output: string, journal: Journal): void {
  const draft = join(output, `${JOURNAL}.${String(process.pid)}`);
  const file = openSync(draft, "w");
  try {
    const bytes = Buffer.from(JSON.stringify(journal));
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  renameSync(draft, join(output, JOURNAL));
}

/** What a run that was killed had begun to change, if there is such. */
export function readJournal(output: string): Journal | null {
  let text: string;
  try {
    text = readFileSync(join(output, JOURNAL), "utf8");
  } catch {
    return null;
  }
  try {
    const { write, remove, manifest } = JSON.parse(text) as Journal;
    const paths = [...write.map(({ path }) => path), ...remove];
    return paths.every(isBelow) && typeof manifest === "string" ? { write, remove, manifest } : null;
  } catch {
    // Not one of ormgen's: a journal is renamed into its place when it is whole.
    return null;
  }
}

/** Makes the folder what the journal says; begun anew from any point, it ends the same. */
export function carryOut(output: string, { write, remove, manifest }: Journal): void {
  for (const { path, text } of write) {
    const place = join(output, path);
    mkdirSync(dirname(place), { recursive: true });
    // Not waiting for the disk: should it forget the file, the journal still knows it.
    writeFileAtomicSync(place, text, { fsync: false });
  }
  for (const path of remove) removeFile(output, path);
  writeFileAtomicSync(join(output, MANIFEST), manifest);
  rmSync(join(output, JOURNAL), { force: true });
}

/** The file and the folders that are empty without it. */
function removeFile(output: string, path: string): void {
  rmSync(join(output, path), { force: true });
  const parts = path.split("/").slice(0, -1);
  try {
    for (; parts.length > 0; parts.pop()) rmdirSync(join(output, ...parts));
  } catch {
    // Something else lives there.
  }
}
