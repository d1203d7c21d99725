/** What somebody said of a change that could mean several things. */
export type Answer = { readonly id: string } & (
  | { readonly rename: string }
  | { readonly drop: true }
  | { readonly map: string }
  | { readonly fill: string }
  | { readonly using: string }
);

export interface Question {
  /** `gone:Book.title`: given back with the answer. */
  readonly id: string;
  readonly kind: "table" | "column" | "enum" | "label" | "fill" | "using";
  /** For people. */
  readonly text: string;
  readonly choices: readonly Choice[];
  /** The flag of the first choice. */
  readonly flag: string;
}

export interface Choice {
  readonly text: string;
  readonly flag: string;
  /** Absent where a value has to be given. */
  readonly answer?: Answer;
}

/** The answers given, and which of them were asked for. */
export class Answers {
  readonly #answers: ReadonlyMap<string, Answer>;
  readonly #used = new Set<string>();

  constructor(answers: readonly Answer[]) {
    this.#answers = new Map(answers.map((answer) => [answer.id, answer]));
  }

  find(id: string): Answer | undefined {
    const answer = this.#answers.get(id);
    if (answer !== undefined) this.#used.add(id);
    return answer;
  }

  get used(): readonly Answer[] {
    return [...this.#answers.values()].filter(({ id }) => this.#used.has(id));
  }

  /** Flags that answered nothing; one flag may answer several questions. */
  get unused(): readonly string[] {
    const used = new Set(this.used.map(flagOf));
    return [...new Set([...this.#answers.values()].map(flagOf))].filter((flag) => !used.has(flag));
  }
}

/** `--rename Book.title=headline`: what a choice is on the command line. */
export function flagOf(answer: Answer): string {
  const subject = answer.id.slice(answer.id.indexOf(":") + 1);
  if ("rename" in answer) return `--rename ${shell(`${subject}=${answer.rename}`)}`;
  if ("map" in answer) return `--map ${shell(`${subject}=${answer.map}`)}`;
  if ("fill" in answer) return `--fill ${shell(`${subject}=${answer.fill}`)}`;
  if ("using" in answer) return `--using ${shell(`${subject}=${answer.using}`)}`;
  return `--drop ${shell(subject)}`;
}

/** Quoted for a shell where it needs it. */
export function shell(text: string): string {
  return /^[\w.:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

export function choice(text: string, answer: Answer): Choice {
  return { text, flag: flagOf(answer), answer };
}

export function question(
  kind: Question["kind"],
  id: string,
  text: string,
  choices: readonly Choice[],
): Question {
  return { id, kind, text, choices, flag: choices[0]?.flag ?? "" };
}
