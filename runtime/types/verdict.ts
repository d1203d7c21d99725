import type { Invalid } from "./not-loaded.js";

/**
 * An argument where nothing is wrong with it, else the message that says what is. The message stands inside of a type of
 * its own: a compiler that asks what an argument may be would otherwise resolve all that may be wrong with it, each time.
 */
export type Verdict<P, Message> = [Message] extends [never] ? P : Invalid<NoInfer<Message>>;
