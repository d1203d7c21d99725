/**
 * Characters that end a line, hide text or turn its direction: line and paragraph separators, bidirectional
 * controls, zero-width marks, the byte order mark, C0 and C1 controls but tab and line feed, lone surrogates.
 */
const UNSAFE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/gu;

/** Replaces what a reader could not see by its escape. */
export function escapeUnsafe(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
