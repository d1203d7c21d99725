/** A value that no type vouches for, as JavaScript passes it. */
export function untyped(value: unknown): never {
  return value as never;
}
