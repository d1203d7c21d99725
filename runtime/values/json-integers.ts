const LONG_DIGITS = /\d{16}/;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether the document holds an integer that `JSON.parse` would round. */
export function hasInexactInteger(text: string): boolean {
  return LONG_DIGITS.test(text) && numerals(text).some(isInexactInteger);
}

function numerals(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = closingQuote(text, at + 1);
    } else if (isDigit(code)) {
      const start = at;
      while (isNumeral(text.charCodeAt(at + 1))) at++;
      found.push(text.slice(start, at + 1));
    }
  }
  return found;
}

function closingQuote(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Digits, `.`, `e`, `E`, `+`, `-`. */
function isNumeral(code: number): boolean {
  return isDigit(code) || code === 0x2e || code === 0x65 || code === 0x45 || code === 0x2b || code === 0x2d;
}

function isInexactInteger(numeral: string): boolean {
  if (numeral.length < 16 || !/^\d+$/.test(numeral)) return false;
  return significant(numeral) !== significant(String(Number(numeral)));
}

/** Digits that matter: jsonb writes 1e300 with three hundred zeros, which is the same number. */
function significant(numeral: string): string {
  const [mantissa = ""] = numeral.split("e");
  return mantissa.replace(".", "").replace(/^0+|0+$/g, "");
}
