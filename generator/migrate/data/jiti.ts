import { createRequire } from "node:module";
import type * as Jiti from "jiti";

const require = createRequire(import.meta.url);

/** Loaded when a migration in TypeScript is there: programs that apply others do without. */
export function createJiti(...given: Parameters<typeof Jiti.createJiti>): Jiti.Jiti {
  return (require("jiti") as typeof Jiti).createJiti(...given);
}
