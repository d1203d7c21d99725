/**
 * Runs what calls the engine. PostgreSQL sets timers of its own there (to write statistics ten seconds after a session
 * fell idle), which must not keep a process whose work is done.
 */
export function withQuietTimers<T>(run: () => T): T {
  const { setTimeout } = globalThis;
  const quiet = (...parameters: Parameters<typeof setTimeout>) => setTimeout(...parameters).unref();
  globalThis.setTimeout = Object.assign(quiet, setTimeout);
  try {
    return run();
  } finally {
    globalThis.setTimeout = setTimeout;
  }
}
