import type { Terminal } from "./terminal.js";

/** What a command knows of the world outside. */
export interface Context {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
  /** Where answers come from; nobody is asked where it is no terminal. */
  readonly stdin: (NodeJS.ReadableStream & { readonly isTTY?: boolean }) | undefined;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** The config file, where one was named. */
  readonly config: string | undefined;
  /** Tells one build of ormgen from another; unknown where it runs from its source. */
  readonly build: string | undefined;
}

/** What a command did: the JSON document of `--json`, and the exit status (0 where `ok`, else 1). */
export interface Outcome {
  readonly ok: boolean;
  readonly [key: string]: unknown;
}
