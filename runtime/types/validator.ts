/** Returns what is wrong with a value, or nothing when it is right. It may throw as well. */
export type Validator<T> = (value: T) => string | null | undefined | void;
