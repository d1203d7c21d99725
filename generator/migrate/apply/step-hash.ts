import { createHash } from "node:crypto";
import type { Step } from "../plan/step.js";

/** Of what a step does, whatever its line ends. */
export function hashOfStep({ mode, sql }: Step): string {
  return createHash("sha256")
    .update(JSON.stringify([mode, sql.replaceAll("\r\n", "\n").trim()]))
    .digest("hex");
}
