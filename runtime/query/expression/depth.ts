import { InvalidQuery } from "../../errors/index.js";

/** What servers of small stacks still parse: the embedded one gives up below three hundred. */
const DEEPEST = 200;

/** How deep an expression is, over its parts. Throws `InvalidQuery` where no server is sure to take it. */
export function depthOver(parts: readonly { readonly depth?: number | undefined }[]): number {
  let depth = 0;
  for (const part of parts) if (part.depth !== undefined && part.depth > depth) depth = part.depth;
  if (depth < DEEPEST) return depth + 1;
  throw new InvalidQuery(
    `An expression is nested more than ${String(DEEPEST)} deep: give or() and and() all their conditions at once, ` +
      "ask for many values by one list (`id__in`), and compute in steps with annotate() or in SQL of your own.",
  );
}
