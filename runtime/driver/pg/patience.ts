import { tooLate } from "../too-late.js";

/** How long an exchange may wait, and what is looked at meanwhile. */
export interface Patience {
  readonly deadline: number;
  /** Called about once a second while nothing comes, with what is left of the time. */
  readonly onSecond: (leftMs: number) => void;
  readonly expired: () => Error;
}

/**
 * @param giveUp what ends with the time.
 * @param look gives what the server is seen doing meanwhile.
 */
export function patienceFor(
  limitMs: number,
  giveUp: (error: Error) => void,
  look: (leftMs: number) => string | undefined,
): Patience {
  let doing: string | undefined;
  return {
    deadline: performance.now() + limitMs,
    onSecond: (leftMs) => void (doing = look(leftMs) ?? doing),
    expired: () => {
      const error = tooLate(limitMs, doing);
      giveUp(error);
      return error;
    },
  };
}
