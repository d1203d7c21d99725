import type { Session } from "../../driver/session.js";

/** What goes before the next statement of a transaction: its own BEGIN or SAVEPOINT, and those that it is in. */
export class Opening {
  readonly #command: string;
  readonly #around: Opening | null;
  #begun = false;
  /** The release of the last savepoint in it, which needs no exchange of its own. */
  #passed: readonly string[] = [];
  #sentBefore: number | undefined;

  constructor(command: string, around: Opening | null) {
    this.#command = command;
    this.#around = around;
  }

  get begun(): boolean {
    return this.#begun;
  }

  get prefix(): readonly string[] {
    return this.#begun ? this.#passed : [...(this.#around?.prefix ?? []), this.#command];
  }

  /** A savepoint in it has ended well. */
  pass(savepoint: string): void {
    this.#passed = [`RELEASE SAVEPOINT ${savepoint}`];
  }

  /** A statement's turn has come. */
  before(session: Session | undefined): void {
    this.#sentBefore = session?.sent;
  }

  /** Whatever became of the statement, what goes before it was done if it was sent and an answer came at all. */
  after(session: Session | undefined, status: Session["status"] | "lost"): void {
    if (session?.sent !== this.#sentBefore && status !== "lost" && status !== "I") this.#done();
  }

  #done(): void {
    this.#passed = [];
    this.#begun = true;
    const around = this.#around;
    if (around !== null && (!around.#begun || around.#passed.length > 0)) around.#done();
  }
}
