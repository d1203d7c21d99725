/** What is known of a statement whose exchange broke off; without a fate, nothing. */
export type Fate =
  /** It was not begun: it may be sent again, on another connection. */
  | "never ran"
  /** The server said that it gave up: what was under way is undone. */
  | "undone";

const fates = new WeakMap<Error, Fate>();

export function withFate<E extends Error>(error: E, fate: Fate | undefined): E {
  if (fate !== undefined) fates.set(error, fate);
  return error;
}

export function fateOf(error: unknown): Fate | undefined {
  return error instanceof Error ? fates.get(error) : undefined;
}
