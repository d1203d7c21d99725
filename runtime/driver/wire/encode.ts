import { serialize } from "pg-protocol";
import type { Statement } from "../statement.js";

export interface Shape {
  /** The prepared statement's name; "" for the unnamed one. */
  readonly name: string;
  /** Whether the server has to be told the SQL. */
  readonly parse: boolean;
  /** Commands run before the statement in the same exchange: `BEGIN`. */
  readonly prefix: readonly string[];
  /** Names of prepared statements to drop in passing. */
  readonly close: readonly string[];
}

const execute = serialize.execute();
const sync = serialize.sync();
const describePortal = serialize.describe({ type: "P" });
const bindNothing = serialize.bind();

/** The messages for one statement: one exchange, ended by one Sync. */
export function encodeStatement(statement: Statement, shape: Shape): Buffer {
  const parts: Uint8Array[] = [];
  for (const name of shape.close) parts.push(serialize.close({ type: "S", name }));
  for (const command of shape.prefix) parts.push(serialize.parse({ text: command }), bindNothing, execute);
  if (shape.parse) {
    parts.push(
      serialize.parse({ name: shape.name, text: statement.sql, types: [...(statement.types ?? [])] }),
    );
  }
  parts.push(serialize.bind({ statement: shape.name, values: [...statement.parameters] }));
  if (statement.columns === null || statement.columns.includes(null)) parts.push(describePortal);
  parts.push(execute, sync);
  return Buffer.concat(parts);
}

/** Several statements as text, without parameters: for migrations. */
export function encodeScript(sql: string): Buffer {
  return serialize.query(sql);
}
