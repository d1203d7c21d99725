/** The inert value behind a call in a model file: it says what was written, and does nothing. */
export interface Descriptor {
  readonly kind: string;
  readonly arguments: readonly unknown[];
}

/** The declared type is that of the column's value, so that getters and methods in the model file type-check. */
export function describe<T>(kind: string, ...args: readonly unknown[]): T {
  const descriptor: Descriptor = Object.freeze({ kind, arguments: Object.freeze(args) });
  return descriptor as T;
}
