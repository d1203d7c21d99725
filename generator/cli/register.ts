import type { Command } from "commander";
import type { Context, Outcome } from "./context.js";

export type Action = (
  context: Context,
  args: readonly string[],
  options: Readonly<Record<string, boolean>>,
) => Promise<Outcome>;

/** Ties a declared command to what it does. */
export type Register = (command: Command, action: Action) => void;
