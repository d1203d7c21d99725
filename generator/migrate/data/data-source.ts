import type { Pairs } from "../../config/settings.js";
import type { DatabaseState } from "../state/state.js";
import type { Said } from "./said.js";

/** What stands beside a data migration: how its models are to be made. */
export interface DataRecord {
  /** Those that its types name; all of them where there is none. */
  readonly models: readonly string[];
  readonly pairs: Pairs;
  readonly timeZone: string;
  readonly said: Said;
}

/** A data migration that has not been loaded: listing migrations runs no code of theirs. */
export interface DataSource {
  readonly name: string;
  /** Its file, absolute. */
  readonly path: string;
  readonly record: DataRecord;
  /** The tables as they are when it runs. */
  readonly state: () => DatabaseState;
}

export const PLAIN_RECORD: DataRecord = { models: [], pairs: "node", timeZone: "UTC", said: {} };

/** The record of a `.json`; null where it holds none. */
export function dataRecord(found: unknown): DataRecord | null {
  if (typeof found !== "object" || found === null) return null;
  const { models, pairs, timeZone, said } = found as Partial<DataRecord>;
  return {
    models: Array.isArray(models) ? models.map(String) : [],
    pairs: pairs ?? PLAIN_RECORD.pairs,
    timeZone: timeZone ?? PLAIN_RECORD.timeZone,
    said: said ?? {},
  };
}
