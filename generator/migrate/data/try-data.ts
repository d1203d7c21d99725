import {
  connect,
  disconnect,
  executeScript,
  standingIn,
  atomic,
  atomicSync,
} from "../../../runtime/executor/index.js";
import { createSql } from "../ddl/create-sql.js";
import { chain } from "../../../runtime/index.js";
import { keyOfBatches } from "./batch.js";
import type { DataSource } from "./data-source.js";
import { historicalModels } from "./historical-models.js";
import { loadData } from "./load-data.js";
import { typeProblems } from "./type-problems.js";

export interface TriedData {
  /** A line each. */
  readonly problems: readonly string[];
  /** False where there is no way back. */
  readonly reversible: boolean;
}

let opened = 0;

/** Type-checks a data migration and runs it, there and back, over the tables of then without rows. */
export async function tryData(data: DataSource): Promise<TriedData> {
  const types = await typeProblems(data);
  try {
    const { reverse, reverseSync } = loadData(data);
    const reversible = reverse !== undefined || reverseSync !== undefined;
    const problems = types.length > 0 ? types : await runEmpty(data);
    return { problems, reversible };
  } catch (error) {
    return { problems: [`forward: ${messageOf(error)}`], reversible: false };
  }
}

async function runEmpty(data: DataSource): Promise<string[]> {
  const { batches, forward, forwardSync, reverse, reverseSync } = loadData(data);
  const models = historicalModels(data);
  const batch = batches && chain.none(keyOfBatches(data, batches, models).rows);
  opened += 1;
  const using = `ormgen shadow ${String(opened)}`;
  await connect("memory:", { name: using });
  try {
    try {
      await executeScript(createSql(data.state()).join("\n"), using);
    } catch (error) {
      return [`not tried, its tables cannot be made in memory: ${messageOf(error)}`];
    }
    const changes = [
      ["forward", forward],
      ["back", reverse === "nothing" ? undefined : reverse],
    ] as const;
    for (const [way, change] of changes) {
      try {
        await standingIn(using, () => atomic(async () => void (await change?.(models, batch)), { using }));
      } catch (error) {
        return [`${way}: ${messageOf(error)}`];
      }
    }
    for (const [way, change] of [
      ["forwardSync", forwardSync],
      ["reverseSync", reverseSync],
    ] as const) {
      try {
        standingIn(using, () => atomicSync(() => void change?.(models, batch), { using }));
      } catch (error) {
        return [`${way}: ${messageOf(error)}`];
      }
    }
    return [];
  } finally {
    await disconnect(using);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
