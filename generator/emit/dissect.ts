import type { RenderedFile } from "./file.js";
import { InternalError } from "./internal-error.js";

/** As wide as any letter, and in no text of a template's: what stands for names, comments and methods. */
const LETTER = "ƛ";

/** A file in parts that are formatted by themselves. */
export interface Dissected {
  /** The file with an empty method, or a comment, in the place of each body. */
  readonly frame: string;
  readonly bodies: readonly Body[];
}

/** What other files have too, without what differs between models. */
export interface Body {
  /** A statement; or a class of methods, with a name of the same width and with marks in the place of comments. */
  readonly text: string;
  readonly name: string | null;
  readonly comments: readonly string[];
}

/**
 * Takes out of a file what other files have too. How prettier lays out a method depends on the width of its names, not
 * on their letters, and comments are only indented: what is left is the same for many models.
 *
 * Null where nothing can be taken out, or where the text has the letter that stands for it.
 */
export function dissect({ text, alike = [] }: RenderedFile): Dissected | null {
  if (alike.length === 0 || text.includes(LETTER)) return null;
  const bodies: Body[] = [];
  let frame = "";
  let end = 0;
  for (const range of alike) {
    const mark = `${LETTER}${String(bodies.length)}`;
    frame += text.slice(end, range.start) + (range.name === null ? `//${mark}` : `${mark}() {}`);
    bodies.push(bodyOf(text.slice(range.start, range.end), range.name));
    end = range.end;
  }
  return { frame: frame + text.slice(end), bodies };
}

/** The formatted file out of its formatted parts. */
export function assemble({ bodies }: Dissected, frame: string, formatted: readonly string[]): string {
  const mark = new RegExp(`^[ \\t]*(?://)?${LETTER}(\\d+)(?:\\(\\) \\{\\})?$`, "gmu");
  const whole = frame.replace(mark, (line, number: string) => {
    const body = bodies[Number(number)];
    const text = formatted[Number(number)];
    return body === undefined || text === undefined ? line : filled(body, text.trimEnd());
  });
  if (whole.includes(LETTER))
    throw new InternalError("A generated file lost a part of it while it was formatted");
  return whole;
}

function bodyOf(text: string, name: string | null): Body {
  if (name === null) return { text, name, comments: [] };
  const comments: string[] = [];
  const methods = text
    // To the first end of a comment: what is put back is one comment, whatever it says.
    .replace(/\/\*\*.*?\*\//gsu, (comment) => `//${LETTER}${String(comments.push(comment) - 1)}`)
    .replaceAll(name, () => placeholder(name));
  return { text: `class Q extends P {\n${methods}\n}\n`, name, comments };
}

/** Prettier tells names that begin with a capital from others. Of other names, and of short ones, each is kept. */
function placeholder(name: string): string {
  return /^[A-Z][A-Za-z0-9_$]+$/.test(name) ? `Q${LETTER.repeat(name.length - 1)}` : name;
}

function filled({ name, comments }: Body, formatted: string): string {
  if (name === null) return formatted;
  return (
    formatted
      .split("\n")
      .slice(1, -1)
      .join("\n")
      .replace(new RegExp(`^([ \\t]*)//${LETTER}(\\d+)$`, "gmu"), (_, indent: string, number: string) =>
        indented(comments[Number(number)] ?? "", indent),
      )
      // By a function: in a text a `$` of the name would mean something.
      .replaceAll(placeholder(name), () => name)
  );
}

/** As prettier indents a comment whose lines begin with a star. */
function indented(comment: string, indent: string): string {
  return comment
    .split("\n")
    .map((line, at) => (at === 0 ? indent + line : `${indent} ${line.trim()}`))
    .join("\n");
}
