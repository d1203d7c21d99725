import { QueryAborted } from "../errors/index.js";

/** What a caller gets whose `AbortSignal` spoke, whatever the server managed to answer. */
export function aborted(signal: AbortSignal): QueryAborted {
  return new QueryAborted("The query was cancelled by its AbortSignal.", { cause: signal.reason });
}
