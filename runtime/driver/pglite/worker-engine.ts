import { OperationalError } from "../../errors/index.js";
import type { BootTarget } from "./boot-engine.js";
import type { OwnedEngine } from "./embedded-database.js";

export function bootWorkerEngine(_target: BootTarget): OwnedEngine {
  throw new OperationalError("`await connect()` before the first sync call.");
}
