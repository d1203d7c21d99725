export {
  captureOnCommitCallbacks,
  captureOnCommitCallbacksSync,
  type CaptureOptions,
} from "./capture-on-commit.js";
export { expectNoRepeats } from "./expect-no-repeats.js";
export { expectQueries } from "./expect-queries.js";
export { withRollback, withRollbackSync, type RollbackOptions } from "./with-rollback.js";
