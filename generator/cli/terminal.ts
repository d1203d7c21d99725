import picocolors from "picocolors";

export interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

export interface TerminalOptions {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
}

type Colors = ReturnType<typeof picocolors.createColors>;

/** Where a command speaks. With `--json`, everything but the document is silent. */
export class Terminal {
  readonly colors: Colors;
  readonly #options: TerminalOptions;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.colors = picocolors.createColors(options.color);
  }

  get color(): boolean {
    return this.#options.color;
  }

  /** Whether `--json` asked for a document in place of text. */
  get json(): boolean {
    return this.#options.json;
  }

  info(text: string): void {
    if (!this.#options.quiet && !this.#options.json) this.#options.stdout.write(`${text}\n`);
  }

  /** What the user asked for: printed in spite of `--quiet`. */
  answer(text: string): void {
    if (!this.#options.json) this.#options.stdout.write(`${text}\n`);
  }

  error(text: string): void {
    if (!this.#options.json) this.#options.stderr.write(`${text}\n`);
  }

  document(value: unknown): void {
    if (this.#options.json) this.#options.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  }

  /** Says what is going on once it takes longer than a second: a spinner on a terminal, a line elsewhere; never in the output itself. */
  async progress<T>(label: string, work: () => Promise<T>): Promise<T> {
    if (this.#options.quiet || this.#options.json) return work();
    let stop: (() => void) | undefined;
    const timer = setTimeout(() => {
      if (this.#options.stderr.isTTY === true) stop = this.#spin(label);
      else this.error(`${label}…`);
    }, 1000);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
      stop?.();
    }
  }

  #spin(label: string): () => void {
    const { stderr } = this.#options;
    const frames = ["◒", "◐", "◓", "◑"];
    let frame = 0;
    const draw = (): void => {
      stderr.write(`\r${this.colors.magenta(frames[frame++ % frames.length])} ${label}…`);
    };
    draw();
    const timer = setInterval(draw, 100);
    return () => {
      clearInterval(timer);
      stderr.write("\r\u001b[2K");
    };
  }
}
