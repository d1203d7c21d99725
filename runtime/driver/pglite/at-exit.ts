const actions = new Set<() => void>();
let listening = false;

/** Runs the action when the process (or this worker) ends; one listener for all. Returns how to forget it. */
export function atExit(action: () => void): () => void {
  actions.add(action);
  if (!listening) process.once("exit", runAll);
  listening = true;
  return () => void actions.delete(action);
}

function runAll(): void {
  // Newest first: an engine is checkpointed before its directory is given back.
  for (const action of [...actions].reverse()) action();
}
