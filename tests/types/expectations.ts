export interface Expectation {
  /** Of the stripped text, from 1: where the mistake stands. */
  readonly line: number;
  readonly reason: string;
}

export interface Problem {
  readonly line: number;
  /** The message with all that it is explained by. */
  readonly text: string;
}

const MARK = "// @ts-expect-error ";

/** The text without its `@ts-expect-error` lines, and what each of them expects. */
export function expectationsOf(text: string): { text: string; expectations: Expectation[] } {
  const expectations: Expectation[] = [];
  const kept: string[] = [];
  for (const line of text.split("\n")) {
    const comment = line.trim();
    if (comment.startsWith(MARK))
      expectations.push({ line: kept.length + 1, reason: comment.slice(MARK.length) });
    else kept.push(line);
  }
  return { text: kept.join("\n"), expectations };
}

/** A reason that quotes a message of ormgen's is to be found in the compiler's words; any other is for the reader. */
export function meaning(reason: string): string | null {
  const quoted =
    /has no |^Property |^Type '|leads to many rows|is deferred|conflicts with|stands alone|\(\) takes |cannot assign|is no condition on rows|values of one kind/;
  return quoted.test(reason) ? reason : null;
}

/** Unions of literals in one order: a compiler prints their members as it met them. */
export function inOneOrder(text: string): string {
  return text.replace(/"[^"]*"(?: \| "[^"]*")+/g, (union) => union.split(" | ").sort().join(" | "));
}

/** What a compiler printed of one file, each problem with its indented explanation. */
export function problemsOf(output: string, file: string): Problem[] {
  const problems: Problem[] = [];
  for (const line of output.split("\n")) {
    const head = /^(.*)\((\d+),\d+\): error TS\d+: (.*)$/.exec(line);
    if (head?.[1]?.endsWith(file)) problems.push({ line: Number(head[2]), text: head[3] ?? "" });
    else if (head === null && line.startsWith(" ")) {
      const last = problems.pop();
      if (last) problems.push({ ...last, text: `${last.text}\n${line.trim()}` });
    }
  }
  return problems;
}
