import { onQuery } from "../../fixtures/library/generated/index.js";

/** What a call gives, and the SQL of every statement that it ran. */
export async function counted<T>(call: () => T | Promise<T>): Promise<{ value: T; log: string[] }> {
  const log: string[] = [];
  const stop = onQuery(({ sql }) => log.push(sql));
  try {
    return { value: await call(), log };
  } finally {
    stop();
  }
}
