import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import type { Answer } from "../migrate/difference/answers.js";
import { UsageError } from "./failures.js";
import { several } from "./register.js";

export interface AnswerFlags {
  readonly rename?: readonly string[];
  readonly drop?: readonly string[];
  readonly fill?: readonly string[];
  readonly using?: readonly string[];
  readonly map?: readonly string[];
  readonly answers?: string;
}

/** How each flag is written; `--answers` names a file, and stands once. */
const WRITTEN: Readonly<Record<keyof AnswerFlags, string>> = {
  rename: "--rename <old=new>",
  drop: "--drop <subject>",
  fill: "--fill <field=sql>",
  using: "--using <field=sql>",
  map: "--map <label=other>",
  answers: "--answers <file>",
};

/** Lets a command take answers; the texts say what each is to it. */
export function declareAnswers(command: Command, texts: Readonly<Record<keyof AnswerFlags, string>>): void {
  for (const [name, text] of Object.entries(texts) as [keyof AnswerFlags, string][]) {
    if (name === "answers") command.option(WRITTEN[name], text);
    else command.option(WRITTEN[name], text, several);
  }
}

/** The answers that a command line and its `--answers` file give. Throws `UsageError` where one is malformed. */
export function readAnswers(flags: AnswerFlags, cwd: string): Answer[] {
  const { rename = [], drop = [], fill = [], using = [], map = [], answers } = flags;
  return [
    ...(answers === undefined ? [] : readFile(answers, cwd)),
    ...rename.map((text): Answer => {
      const [subject, value] = pair("--rename", text);
      return { id: `gone:${subject}`, rename: value.startsWith(subjectModel(subject)) ? last(value) : value };
    }),
    ...map.map((text): Answer => {
      const [subject, value] = pair("--map", text);
      return { id: `gone:${subject}`, map: value };
    }),
    ...fill.map((text): Answer => {
      const [subject, value] = pair("--fill", text);
      return { id: `fill:${subject}`, fill: value };
    }),
    ...using.map((text): Answer => {
      const [subject, value] = pair("--using", text);
      return { id: `using:${subject}`, using: value };
    }),
    // It says both that a column may go and that it is to begin anew.
    ...drop.flatMap((subject): Answer[] => [
      { id: `gone:${subject}`, drop: true },
      { id: `using:${subject}`, drop: true },
    ]),
  ];
}

function pair(flag: string, text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1 || at === text.length - 1) {
    throw new UsageError(`${flag} takes two names with "=" between: not ${JSON.stringify(text)}`);
  }
  return [text.slice(0, at), text.slice(at + 1)];
}

/** `Book.` of `Book.title`: `--rename Book.title=Book.headline` is understood too. */
function subjectModel(subject: string): string {
  const at = subject.indexOf(".");
  return at === -1 || subject.startsWith("enum:") ? "\0" : subject.slice(0, at + 1);
}

function last(text: string): string {
  return text.slice(text.indexOf(".") + 1);
}

const VALUES = ["rename", "map", "fill", "using"];

function readFile(file: string, cwd: string): Answer[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(resolve(cwd, file), "utf8"));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`--answers ${file} cannot be read: ${reason}`);
  }
  const list = Array.isArray(content) ? content : (content as { answers?: unknown } | null)?.answers;
  if (!Array.isArray(list) || !list.every(isAnswer)) {
    throw new UsageError(
      `--answers ${file} must hold a list of answers: [{ "id": "gone:Book.title", "rename": "headline" }]`,
    );
  }
  return list;
}

function isAnswer(value: unknown): value is Answer {
  if (typeof value !== "object" || value === null) return false;
  const answer = value as Record<string, unknown>;
  if (typeof answer.id !== "string") return false;
  return answer.drop === true || VALUES.some((name) => typeof answer[name] === "string");
}
