import type { Codec } from "../../values/index.js";

const ids = new WeakMap<Codec, string>();
let made = 0;

/** Names a codec in a shape's key: two that write or read otherwise are two, whatever their SQL types are. */
export function codecKey(codec: Codec | null): string {
  if (codec === null) return "";
  let id = ids.get(codec);
  if (id === undefined) ids.set(codec, (id = `:${String((made += 1))}`));
  return id;
}
