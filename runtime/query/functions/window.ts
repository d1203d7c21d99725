import { InvalidValue, knownOptions } from "../../errors/index.js";
import type { Of, Windowed, WindowOptions } from "../../types/functions.js";
import type { Expression } from "../../types/index.js";
import { float8, int8, type Codec } from "../../values/index.js";
import { containsAggregate } from "../expression/contains.js";
import { Expr } from "../expression/expr.js";
import { literalNode } from "../expression/literal.js";
import { sqlNode, windowNode, type Node } from "../expression/node.js";
import { termsOf } from "../expression/order-terms.js";
import { nodeOf } from "./aggregates.js";

const whole = int8({ as: "number" });

/** `… over (partition by … order by … rows between …)`. */
export function over(of: Node, options: WindowOptions = {}): Node {
  if (of.kind === "sql" && of.operands[0]) {
    // A cast or a default stands around the aggregate: the window belongs to the aggregate itself.
    const [inner, ...rest] = of.operands;
    return containsAggregate(inner)
      ? sqlNode(of.fragments, [over(inner, options), ...rest], of.codec)
      : plain(of, options);
  }
  return plain(of, options);
}

function plain(of: Node, options: WindowOptions): Node {
  knownOptions("over()", options, ["partitionBy", "orderBy", "frame"]);
  const partition = listOf(options.partitionBy).map((each) => nodeOf(each, "partitionBy"));
  return windowNode(of, partition, termsOf(options.orderBy ?? []), frameOf(options.frame));
}

Object.defineProperty(Expr.prototype, "over", {
  configurable: true,
  writable: true,
  value(this: Expr, options?: WindowOptions) {
    return new Expr(over(this.node, options));
  },
});

function listOf(partition: unknown = []): readonly unknown[] {
  if (Array.isArray(partition)) return partition as readonly unknown[];
  throw new InvalidValue("partitionBy of over() is an array of expressions: [Book.f.author].");
}

function frameOf(frame: WindowOptions["frame"]): string | null {
  if (frame === undefined) return null;
  knownOptions("over({ frame })", frame, ["rows", "range", "exclude"]);
  const { exclude, ...units } = frame;
  const [[unit, ends] = ["", null], ...more] = Object.entries(units) as [string, unknown][];
  if (more.length > 0 || !isPair(ends))
    throw new InvalidValue("A frame is either { rows: [from, to] } or { range: [from, to] }.");
  return `${unit} between ${end(ends[0], "preceding")} and ${end(ends[1], "following")}${exclusion(exclude)}`;
}

const EXCLUSIONS: readonly unknown[] = ["current row", "group", "ties", "no others"];

/** https://docs.djangoproject.com/en/stable/ref/models/expressions/#frames */
function exclusion(rows: string | undefined): string {
  if (rows === undefined) return "";
  if (!EXCLUSIONS.includes(rows))
    throw new InvalidValue(`a frame's exclude is one of ${EXCLUSIONS.join(", ")}`);
  return ` exclude ${rows}`;
}

function isPair(ends: unknown): ends is readonly [unknown, unknown] {
  return Array.isArray(ends) && ends.length === 2;
}

function end(offset: unknown, open: "preceding" | "following"): string {
  if (offset === null) return `unbounded ${open}`;
  if (typeof offset !== "number" || !Number.isSafeInteger(offset))
    throw new InvalidValue("A frame's ends are whole numbers, or null for no end.");
  if (offset === 0) return "current row";
  return offset < 0 ? `${String(-offset)} preceding` : `${String(offset)} following`;
}

interface WindowFunction<T> {
  over(options?: WindowOptions): Windowed<Of<T>>;
}

function windowFunction<T>(name: string, args: readonly Node[], codec: Codec | null): WindowFunction<T> {
  const gaps = args.length === 0 ? [`${name}()`] : [`${name}(`, ...args.slice(1).map(() => ", "), ")"];
  return new Expr(sqlNode(gaps, args, codec)) as never;
}

/** The number of the row in its partition, from 1: `rowNumber().over({ orderBy: [Book.f.pages.desc()] })`. */
export const rowNumber = (): WindowFunction<number> => windowFunction("row_number", [], whole);
/** The rank with gaps after ties. */
export const rank = (): WindowFunction<number> => windowFunction("rank", [], whole);
/** The rank without gaps. */
export const denseRank = (): WindowFunction<number> => windowFunction("dense_rank", [], whole);
/** (rank - 1) / (rows - 1), from 0 to 1. */
export const percentRank = (): WindowFunction<number> => windowFunction("percent_rank", [], float8);
/** The share of rows up to this one, from 0 to 1. */
export const cumeDist = (): WindowFunction<number> => windowFunction("cume_dist", [], float8);
/** The number of the bucket, from 1, when the partition is cut into so many. */
export const ntile = (buckets: number): WindowFunction<number> =>
  windowFunction("ntile", [counted("ntile", buckets)], whole);

/** How many, of rows or buckets: another direction, or none, is another function's. */
function counted(method: string, number: number): Node {
  if (!Number.isSafeInteger(number) || number < 1)
    throw new InvalidValue(`${method}() counts by a whole number from 1 on`);
  return sqlNode(["", "::int4"], [literalNode(number, null)], whole);
}

function shifted<T>(
  name: string,
  expression: Expression<T>,
  rows: number,
  otherwise?: T,
): WindowFunction<T | null> {
  const node = nodeOf(expression, name);
  const offset = counted(name, rows);
  const args = otherwise === undefined ? [node, offset] : [node, offset, literalNode(otherwise, node.codec)];
  return windowFunction(name, args, node.codec);
}

/** The value so many rows before. */
export const lag = <T>(expression: Expression<T>, rows = 1, otherwise?: T): WindowFunction<T | null> =>
  shifted("lag", expression, rows, otherwise);
/** The value so many rows behind. */
export const lead = <T>(expression: Expression<T>, rows = 1, otherwise?: T): WindowFunction<T | null> =>
  shifted("lead", expression, rows, otherwise);

function picked<T>(
  name: string,
  expression: Expression<T>,
  args: readonly Node[] = [],
): WindowFunction<T | null> {
  const node = nodeOf(expression, name);
  return windowFunction(name, [node, ...args], node.codec);
}

/** The first value of the frame. */
export const firstValue = <T>(expression: Expression<T>): WindowFunction<T | null> =>
  picked("first_value", expression);
/** The last value of the frame. */
export const lastValue = <T>(expression: Expression<T>): WindowFunction<T | null> =>
  picked("last_value", expression);
/** The value at this place of the frame, from 1. */
export const nthValue = <T>(expression: Expression<T>, place: number): WindowFunction<T | null> =>
  picked("nth_value", expression, [counted("nthValue", place)]);
