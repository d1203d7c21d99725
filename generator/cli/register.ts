import type { Command } from "commander";
import type { Context, Outcome } from "./context.js";

export type OptionValue = boolean | string | readonly string[];

export type Action = (
  context: Context,
  args: readonly string[],
  options: Readonly<Record<string, OptionValue>>,
) => Promise<Outcome>;

/** Ties a declared command to what it does. */
export type Register = (command: Command, action: Action) => void;

/** Collects an option that may be given several times. */
export function several(value: string, former: readonly string[] = []): readonly string[] {
  return [...former, value];
}
