/** A verb under every convention of pairs: `get`, `getSync`, `aget`, `asyncGet`. */
export function spellings(verb: string): readonly string[] {
  return [verb, `${verb}Sync`, `a${verb}`, `async${verb.charAt(0).toUpperCase()}${verb.slice(1)}`];
}
