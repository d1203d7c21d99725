import type { Unanswered } from "./outcome.js";
import type { Shape } from "./wire/encode.js";
import { encodeScript } from "./wire/encode.js";
import { ReplyReader, type Reply } from "./wire/reply.js";

/** One exchange under way: what was sent, and what reads the answer. */
export interface Call {
  bytes: Buffer;
  readonly shape: Shape | null;
  readonly reader: ReplyReader;
  readonly unanswered: Unanswered;
  /** Whether no transaction was open before it. */
  readonly idle: boolean;
  /** The name that is prepared with it. */
  readonly preparing: string | null;
}

/** Further calls are yielded and answered with the reply: written once, driven in either style. */
export type Calls<T> = Generator<Call, T, Reply>;

export function scriptCall(sql: string, own: boolean, idle: boolean): Call {
  return {
    bytes: encodeScript(sql),
    shape: null,
    reader: new ReplyReader(null),
    unanswered: { sql, effect: undefined, alone: idle && !own, whole: false },
    idle,
    preparing: null,
  };
}
