import { arrayOf, float8, int8, type Codec } from "../../values/index.js";
import { kindOf } from "../kind.js";
import { aggregateNode, sqlNode, UNTYPED, type AggregateParts, type Node } from "./node.js";
import { numeric } from "./number-types.js";

const rows = int8({ as: "number" });
/** Sums of bigints are of any length: PostgreSQL gives them as numeric. */
const bigSum: Codec<bigint> = {
  ...int8({ as: "bigint" }),
  dbType: "numeric",
  oid: 1700,
  decode: (bytes, start, end) => BigInt(bytes.toString("latin1", start, end)),
};
const statistics: ReadonlySet<string> = new Set(["avg", "stddev_pop", "stddev_samp", "var_pop", "var_samp"]);

/**
 * An aggregate with the type of its values, as its arguments' types say: sums of integers are integers, averages of
 * them floats.
 *
 * @param codec for the functions whose values have one type whatever they are of.
 * @param settled whether a name without a type stays without one: a queryset has been asked what it names.
 */
export function typedAggregate(
  name: string,
  args: readonly Node[],
  codec: Codec | null,
  parts: AggregateParts,
  settled = false,
): Node {
  const of = args[0]?.codec ?? null;
  if (name === "sum" && of?.name === "bigint") return aggregateNode(name, args, bigSum, parts);
  if (name === "sum" && of !== null && /^int\d$/.test(of.dbType)) return cast("int8", rows);
  if (name === "sum") return aggregateNode(name, args, summed(of), parts);
  if (statistics.has(name)) {
    if (of === null && !settled && args[0]?.key.includes(UNTYPED) === true)
      return aggregateNode(name, args, null, parts);
    if (of === null || kindOf(of) === "number") return cast("float8", float8);
    return aggregateNode(name, args, kindOf(of) === "decimal" ? numeric : of, parts);
  }
  if (name === "min" || name === "max") return aggregateNode(name, args, of, parts);
  if (name === "array_agg") return aggregateNode(name, args, of && arrayOf(of), parts);
  return aggregateNode(name, args, codec, parts);

  function cast(type: string, output: Codec): Node {
    return sqlNode(["", `::${type}`], [aggregateNode(name, args, output, parts)], output);
  }
}

function summed(codec: Codec | null): Codec | null {
  return codec?.dbType === "numeric" && codec.name === numeric.name ? numeric : codec;
}
