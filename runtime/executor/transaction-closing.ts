import { fateOf } from "../driver/fate.js";
import type { Session } from "../driver/session.js";
import type { Reply, Status } from "../driver/wire/reply.js";
import { OrmgenError, ServerError, TransactionOutcomeUnknown } from "../errors/index.js";

/** A command is yielded and answered with its reply: one truth for both styles. */
export type Commands<T> = Generator<string, T, Reply>;

/** What closing has to know of a transaction. */
export interface Closing {
  readonly begun: boolean;
  /** Its name, where it is a savepoint. */
  readonly savepoint: string | null;
  readonly status: Status | "lost";
  /** The error for a transaction that cannot be committed. */
  aborted(): OrmgenError;
  destroy(): void;
}

export function* commit(at: Closing): Commands<void> {
  if (!at.begun) return;
  if (at.status !== "T") {
    yield* undo(at);
    throw at.aborted();
  }
  // It is released in passing: see `Transaction.commit`.
  if (at.savepoint !== null) return;
  let reply: Reply;
  try {
    reply = yield "COMMIT";
  } catch (error) {
    // The server said no (a deferred constraint, a serialization failure): that is an outcome.
    if (fateOf(error) === "never ran") throw at.aborted();
    if (error instanceof OrmgenError && error.cause instanceof ServerError && isIdle(at)) throw error;
    throw new TransactionOutcomeUnknown(
      "The connection was lost while COMMIT was under way: it may have happened or not. Look before you repeat it.",
      { cause: error },
    );
  }
  if (reply.tag !== "COMMIT") throw at.aborted();
}

function isIdle({ status }: Closing): boolean {
  return status === "I";
}

export function* undo(at: Closing): Commands<void> {
  if (!at.begun || at.status === "lost") return;
  try {
    if (at.savepoint === null) yield "ROLLBACK";
    else yield `ROLLBACK TO SAVEPOINT ${at.savepoint}; RELEASE SAVEPOINT ${at.savepoint}`;
  } catch (error) {
    // Where an answer came, its status says what is to be done with the connection.
    if (error instanceof OrmgenError && error.cause instanceof ServerError) return;
    // A connection that cannot roll back is not kept; the server rolls back when it is gone.
    at.destroy();
  }
}

/** Sends the commands; none is yielded where no connection was taken yet. */
export async function send<T>(steps: Commands<T>, session: Session | undefined): Promise<T> {
  let step = steps.next();
  while (!step.done) {
    let reply: Reply;
    try {
      reply = await session!.script(step.value, true);
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(reply);
  }
  return step.value;
}

export function sendSync<T>(steps: Commands<T>, session: Session | undefined): T {
  let step = steps.next();
  while (!step.done) {
    let reply: Reply;
    try {
      reply = session!.scriptSync(step.value, true);
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(reply);
  }
  return step.value;
}
