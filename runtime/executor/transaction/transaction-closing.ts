import { fateOf } from "../../driver/fate.js";
import type { Session } from "../../driver/session.js";
import type { Reply, Status } from "../../driver/wire/reply.js";
import { OrmgenError, ServerError, TransactionOutcomeUnknown } from "../../errors/index.js";

/** A command is yielded and answered with its reply: one truth for both styles. */
export type Commands<T> = Generator<string, T, Reply>;

/** How one is closed: true where it was committed, and its hooks with it. */
export type Closes = (at: Closing) => Commands<boolean>;

/** What closing has to know of a transaction. */
export interface Closing {
  readonly begun: boolean;
  /** Its name, where it is a savepoint. */
  readonly savepoint: string | null;
  readonly status: Status | "lost";
  /** Whether something in it has failed that only its end can undo. */
  readonly doomed: boolean;
  /** The error for a transaction that cannot be committed. */
  aborted(): OrmgenError;
  destroy(): void;
}

export function* commit(at: Closing): Commands<boolean> {
  if (!at.begun && !at.doomed) return true;
  if (at.doomed || at.status !== "T") {
    yield* undo(at);
    throw at.aborted();
  }
  // Its release goes with the parent's next statement.
  if (at.savepoint !== null) return true;
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
  return true;
}

function isIdle({ status }: Closing): boolean {
  return status === "I";
}

export function* undo(at: Closing): Commands<boolean> {
  if (!at.begun || at.status === "lost") return false;
  try {
    if (at.savepoint === null) yield "ROLLBACK";
    else yield `ROLLBACK TO SAVEPOINT ${at.savepoint}; RELEASE SAVEPOINT ${at.savepoint}`;
  } catch (error) {
    // Where an answer came, its status says what is to be done with the connection. One that cannot roll back is not
    // kept; the server rolls back when it is gone.
    if (!(error instanceof OrmgenError && error.cause instanceof ServerError)) at.destroy();
  }
  return false;
}

/** What a deferred constraint would have refused at the commit is thrown; nothing is kept either way. */
export function* checkAndUndo(at: Closing): Commands<boolean> {
  try {
    if (at.begun && at.status === "T") yield "SET CONSTRAINTS ALL IMMEDIATE";
  } finally {
    yield* undo(at);
  }
  return false;
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
