import { InternalError } from "./internal-error.js";

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

export function isIdentifier(text: string): boolean {
  return IDENTIFIER.test(text);
}

/** A name, or names joined by dots, as it is; whatever else throws, so that no text of a user's becomes code. */
export function identifier(name: string): string {
  if (!name.split(".").every(isIdentifier)) {
    throw new InternalError(
      `${JSON.stringify(name)} was printed as a name, and is none: use literal(), code or verbatim()`,
    );
  }
  return name;
}
