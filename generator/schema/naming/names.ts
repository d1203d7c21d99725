import { createHash } from "node:crypto";

/** PostgreSQL cuts longer names off silently. */
export const MAX_NAME_BYTES = 63;

/** `createdAt` is `created_at`, `HTTPServer` is `http_server`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1_$2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1_$2")
    .toLowerCase();
}

/** `HTTPServer` is `http-server`: the client's file name. */
export function kebabCase(name: string): string {
  return snakeCase(name).replaceAll("_", "-");
}

/** `BookReview` is `bookReview`, `HTTPServer` is `httpServer`. */
export function lowerCamel(name: string): string {
  return name.replace(/^\p{Lu}+(?=\p{Lu}\p{Ll})|^\p{Lu}+/u, (head) => head.toLowerCase());
}

/** `author` is `Author`. */
export function upperFirst(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export function byteLength(name: string): number {
  return Buffer.byteLength(name, "utf8");
}

export function indexName(table: string, columns: readonly string[]): string {
  return shortened([table, ...columns].join("_"), "_idx");
}

export function uniqueName(table: string, columns: readonly string[]): string {
  return shortened([table, ...columns].join("_"), "_key");
}

export function foreignKeyName(table: string, column: string): string {
  return shortened(`${table}_${column}`, "_fkey");
}

export function primaryKeyName(table: string): string {
  return shortened(table, "_pkey");
}

/** A name that fits, the same each time: what is cut off is told apart by a hash. */
export function shortened(stem: string, suffix = ""): string {
  if (byteLength(stem + suffix) <= MAX_NAME_BYTES) return stem + suffix;
  const tail = `_${createHash("sha256").update(stem).digest("hex").slice(0, 8)}${suffix}`;
  let head = "";
  for (const character of stem) {
    if (byteLength(head + character + tail) > MAX_NAME_BYTES) break;
    head += character;
  }
  return head + tail;
}
