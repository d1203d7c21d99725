import { inexact } from "./refuse.js";

// With the u flag the class matches lone surrogates only, never a half of a pair.
const UNSTORABLE = /[\0\ud800-\udfff]/u;

/** PostgreSQL's text holds neither NUL nor a lone surrogate; sending them would change or cut the value. */
export function wellFormed(text: string): string {
  if (UNSTORABLE.test(text)) {
    inexact(
      text.includes("\0")
        ? "PostgreSQL text cannot hold the NUL character (\\u0000): remove it, or store bytes"
        : "PostgreSQL text cannot hold a lone surrogate (half of a character): use text.toWellFormed()",
    );
  }
  return text;
}
