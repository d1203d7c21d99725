import { serialize } from "pg-protocol";
import type { Statement } from "../statement.js";
import { Writer } from "./writer.js";

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

const BIND = 0x42;
const PARSE = 0x50;
const execute = serialize.execute();
const sync = serialize.sync();
const describePortal = serialize.describe({ type: "P" });
const bindNothing = serialize.bind();

const writer = new Writer();

/**
 * The messages for one statement: one exchange, ended by one Sync. They stand in memory that the next call uses again:
 * who cannot send them at once calls `keepEncoded()`.
 */
export function encodeStatement(statement: Statement, shape: Shape): Buffer {
  writer.start();
  writeStatement(statement, shape);
  writer.add(sync);
  return writer.end();
}

/** The same for several: the server undoes them together, and answers all before it is asked for more. */
export function encodeBatch(statements: readonly Statement[], shapes: readonly Shape[]): Buffer {
  writer.start();
  for (const [at, statement] of statements.entries()) writeStatement(statement, shapes[at]!);
  writer.add(sync);
  return writer.end();
}

function writeStatement(statement: Statement, { name, parse, prefix, close }: Shape): void {
  for (const old of close) writer.add(serialize.close({ type: "S", name: old }));
  for (const command of prefix) {
    writer.add(serialize.parse({ text: command }));
    writer.add(bindNothing);
    writer.add(execute);
  }
  if (parse) writeParse(name, statement);
  writeBind(name, statement.parameters);
  if (statement.columns === null || statement.columns.includes(null)) writer.add(describePortal);
  writer.add(execute);
}

export function keepEncoded(): void {
  writer.keep();
}

function writeParse(name: string, { sql, types = [] }: Statement): void {
  writer.open(PARSE);
  writer.word(name);
  writer.word(sql);
  writer.int16(types.length);
  for (const oid of types) writer.int32(oid);
  writer.close();
}

/** The unnamed portal, every value as text, every column as text. */
function writeBind(name: string, values: readonly (string | null)[]): void {
  writer.open(BIND);
  writer.word("");
  writer.word(name);
  writer.int16(0);
  writer.int16(values.length);
  for (const value of values) writer.value(value);
  writer.int16(0);
  writer.close();
}

/** Several statements as text, without parameters: for migrations. */
export function encodeScript(sql: string): Buffer {
  return serialize.query(sql);
}
