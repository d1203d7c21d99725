import { arithmetic, negated, type Operator } from "./arithmetic.js";
import { condition, negate } from "./conditions.js";
import { Expr } from "./expr.js";
import { transformNode, type Node } from "./node.js";
import { findTransform } from "../lookups/registry.js";

/** Every method of an expression beside `asc` and `desc`, by name: what it makes of the operand and its argument. */
const methods: Readonly<Record<string, (of: Node, value: unknown, second?: unknown) => Node>> = {
  eq: (of, value) => condition(of, "exact", value),
  ne: (of, value) => negate(condition(of, "exact", value)),
  between: (of, from, to) => condition(of, "range", [from, to]),
  isNull: (of, value = true) => condition(of, "isnull", value),
  neg: (of) => negated(of),
  ...operators({ add: "+", sub: "-", mul: "*", div: "/", mod: "%", pow: "^" }),
  ...lookups(
    "exact iexact contains icontains startswith istartswith endswith iendswith in gt gte lt lte range isnull regex iregex",
    "search contained_by overlap has_key has_keys has_any_keys",
  ),
  ...transforms(
    "year iso_year quarter month week day week_day iso_week_day hour minute second date time len",
  ),
};

for (const [name, make] of Object.entries(methods)) {
  Object.defineProperty(Expr.prototype, name, {
    configurable: true,
    writable: true,
    value(this: Expr, value?: unknown, second?: unknown) {
      return new Expr(make(this.node, value, second));
    },
  });
}

function operators(symbols: Readonly<Record<string, Operator>>) {
  return Object.fromEntries(
    Object.entries(symbols).map(([name, symbol]) => [
      name,
      (of: Node, value: unknown) => arithmetic(symbol, of, value),
    ]),
  );
}

function lookups(...lists: string[]) {
  const names = lists.flatMap((list) => list.split(" "));
  return Object.fromEntries(
    names.map((name) => [name, (of: Node, value: unknown) => condition(of, name, value)]),
  );
}

function transforms(list: string) {
  return Object.fromEntries(list.split(" ").map((name) => [name, (of: Node) => transformed(of, name)]));
}

export function transformed(of: Node, name: string): Node {
  const transform = of.codec === null ? undefined : findTransform(name, of.codec);
  if (!transform || of.codec === null)
    throw new TypeError(`'${name}' is no transform of ${of.codec?.name ?? "it"}`);
  return transformNode(name, of, transform.output(of.codec));
}
