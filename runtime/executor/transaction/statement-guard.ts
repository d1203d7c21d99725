import type { Session } from "../../driver/session.js";

type Ask<T> = (session: Session, prefix: readonly string[]) => T;

const NAME = "ormgen_statement";

/** Puts every statement behind a savepoint: one that fails is undone by itself, and the transaction goes on. */
export class StatementGuard {
  /** The savepoint of the statement before still stands; it goes with the next exchange. */
  #standing = false;

  wrap<T>(ask: Ask<Promise<T>>): Ask<Promise<T>> {
    return async (session, prefix) => {
      try {
        const value = await ask(session, this.#before(prefix));
        this.#standing = true;
        return value;
      } catch (error) {
        if (this.#undoes(session)) await session.script(`ROLLBACK TO SAVEPOINT ${NAME}`, true);
        throw error;
      }
    };
  }

  /** The twin of `wrap`. */
  wrapSync<T>(ask: Ask<T>): Ask<T> {
    return (session, prefix) => {
      try {
        const value = ask(session, this.#before(prefix));
        this.#standing = true;
        return value;
      } catch (error) {
        if (this.#undoes(session)) session.scriptSync(`ROLLBACK TO SAVEPOINT ${NAME}`, true);
        throw error;
      }
    };
  }

  #before(prefix: readonly string[]): readonly string[] {
    return [...prefix, ...(this.#standing ? [`RELEASE SAVEPOINT ${NAME}`] : []), `SAVEPOINT ${NAME}`];
  }

  #undoes(session: Session): boolean {
    if (!session.transport.alive || session.busy || session.status !== "E") return false;
    this.#standing = true;
    return true;
  }
}
