import { createHash } from "node:crypto";

/** PostgreSQL cuts longer names silently. */
const MAX_BYTES = 63;
const HASH_LENGTH = 8;

/** `name("library_book", ["title"], "idx")`: `library_book_title_idx`; a long one is cut and gets a hash of all. */
export function nameOf(table: string, columns: readonly string[], suffix: string): string {
  return shortened([table, ...columns].join("_"), `_${suffix}`);
}

/** A name that a user wrote, if it fits. */
export function fitting(name: string): string {
  return shortened(name, "");
}

function shortened(stem: string, suffix: string): string {
  if (Buffer.byteLength(stem + suffix) <= MAX_BYTES) return stem + suffix;
  const hash = createHash("sha256").update(stem).digest("hex").slice(0, HASH_LENGTH);
  let kept = "";
  const room = MAX_BYTES - Buffer.byteLength(suffix) - HASH_LENGTH - 1;
  for (const character of stem) {
    if (Buffer.byteLength(kept + character) > room) break;
    kept += character;
  }
  return `${kept}_${hash}${suffix}`;
}
