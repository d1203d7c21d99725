import { createInterface } from "node:readline/promises";
import type { Answer, Question } from "../migrate/difference/answers.js";
import type { Terminal } from "./terminal.js";

/** Asks on a terminal: a number for a choice, or the value itself where one has to be given. */
export async function ask(
  question: Question,
  terminal: Terminal,
  input: NodeJS.ReadableStream,
  signal: AbortSignal,
): Promise<Answer> {
  const { bold, dim } = terminal.colors;
  terminal.answer(bold(question.text));
  question.choices.forEach(({ text, flag }, at) =>
    terminal.answer(`  ${String(at + 1)}  ${text}  ${dim(flag)}`),
  );
  const lines = createInterface({ input });
  try {
    for (;;) {
      const said = (await lines.question("", { signal })).trim();
      const answer = understood(said, question);
      if (answer !== null) return answer;
      terminal.answer("Answer with one of the numbers, or end with Ctrl-C");
    }
  } finally {
    lines.close();
  }
}

function understood(said: string, { id, kind, choices }: Question): Answer | null {
  if (kind === "fill") return said === "" ? null : { id, fill: said };
  const chosen = /^\d+$/.test(said) ? choices[Number(said) - 1] : undefined;
  return chosen?.answer ?? null;
}
