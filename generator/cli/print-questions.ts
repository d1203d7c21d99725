import type { Question } from "../migrate/difference/answers.js";
import type { Terminal } from "./terminal.js";

/** Every open question, with the flags that answer it. */
export function printQuestions(terminal: Terminal, questions: readonly Question[]): void {
  const lines = questions.map(
    ({ text, choices }) =>
      `${text}\n${choices.map((each) => `  ${each.flag.padEnd(38)} ${each.text}`).join("\n")}`,
  );
  terminal.error(
    `These changes could mean several things, and nothing was written. Say which by a flag:\n\n${lines.join("\n\n")}`,
  );
}
