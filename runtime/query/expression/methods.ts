import { arithmetic, negated, type Operator } from "./arithmetic.js";
import { condition, negate } from "./conditions.js";
import { Expr } from "./expr.js";
import { transformingNode, transformNode, type Node } from "./node.js";
import { InvalidLookup, InvalidValue } from "../../errors/index.js";
import { text } from "../../values/index.js";
import { kindOf } from "../kind.js";
import { hstoreKey, pathTransform } from "../path-transform.js";
import { joinedQueries, negatedQuery } from "./searching.js";
import { findTransform } from "../lookups/registry.js";

/** Every method of an expression beside `asc` and `desc`, by name: what it makes of the operand and its argument. */
const methods: Readonly<Record<string, (of: Node, value: unknown, second?: unknown) => Node>> = {
  eq: (of, value) => condition(of, "exact", value),
  ne: (of, value) => negate(condition(of, "exact", value)),
  between: (of, from, to) => condition(of, "range", [from, to]),
  isNull: (of, value = true) => condition(of, "isnull", value),
  neg: (of) => negated(of),
  item: (of, place) => placeOf(of, place),
  slice: (of, from, to) => sliceOf(of, from, to),
  and: (of, query) => joinedQueries("and", of, query),
  or: (of, query) => joinedQueries("or", of, query),
  not: (of) => negatedQuery(of),
  ...operators({ add: "+", sub: "-", mul: "*", div: "/", mod: "%", pow: "^" }),
  ...operators({ bitAnd: "&", bitOr: "|", bitXor: "#", bitLeftShift: "<<", bitRightShift: ">>" }),
  ...lookups(
    "exact iexact contains icontains startswith istartswith endswith iendswith in gt gte lt lte range isnull regex iregex",
    "search contained_by overlap has_key has_keys has_any_keys",
    "trigram_similar trigram_word_similar trigram_strict_word_similar",
  ),
  ...transforms(
    "year iso_year quarter month week day week_day iso_week_day hour minute second date time len",
    "keys values",
    "unaccent lower upper trim ltrim rtrim reverse length abs sign ceil floor round",
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

Object.defineProperty(Expr.prototype, "key", {
  configurable: true,
  writable: true,
  value(this: Expr, ...path: readonly unknown[]) {
    return new Expr(path.reduce<Node>(keyOf, this.node));
  },
});

/** `data.key("tags", 0)`: a way into a json value. */
function keyOf(of: Node, name: unknown): Node {
  const kind = of.codec && kindOf(of.codec);
  if (kind === "hstore" && typeof name === "string") return hstoreKey(of, name);
  if (kind !== "json") throw new InvalidLookup("key() is of a json value, or of an hstore");
  if (typeof name !== "string" && !isPlace(name))
    throw new InvalidValue("key() takes names and places from 0");
  return pathTransform(of, String(name), "the json value");
}

/** `names.item(0)`: what stands at a place of an array, from 0. */
function placeOf(of: Node, place: unknown): Node {
  if (of.codec === null || kindOf(of.codec) !== "array") throw new InvalidLookup("item() is of an array");
  if (!isPlace(place)) throw new InvalidValue("item() takes a place from 0");
  return pathTransform(of, String(place), "the array");
}

/** `title.slice(0, 3)`: from the first place up to, and without, the second; of texts and arrays. */
function sliceOf(of: Node, from: unknown, to: unknown): Node {
  const kind = of.codec && kindOf(of.codec);
  if (!isPlace(from) || !(to === undefined || (isPlace(to) && to >= from)))
    throw new InvalidValue("slice() takes a place from 0, and one behind it");
  if (kind === "array" && to !== undefined)
    return pathTransform(of, `${String(from)}_${String(to)}`, "the array");
  if (kind === "array") return transformingNode(["(", `)[${String(from + 1)}:]`], [of], of.codec);
  if (kind !== "text") throw new InvalidLookup("slice() is of a text or an array");
  const count = to === undefined ? "" : ` for ${String(to - from)}`;
  return transformingNode(["substring(", ` from ${String(from + 1)}${count})`], [of], text);
}

function isPlace(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value < 1e9;
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

function transforms(...lists: string[]) {
  return Object.fromEntries(
    lists.flatMap((list) => list.split(" ")).map((name) => [name, (of: Node) => transformed(of, name)]),
  );
}

export function transformed(of: Node, name: string, timeZone: string | null = null): Node {
  const transform = of.codec === null ? undefined : findTransform(name, of.codec);
  if (!transform || of.codec === null)
    throw new TypeError(`'${name}' is no transform of ${of.codec?.name ?? "it"}`);
  return transformNode(name, of, transform.output(of.codec), timeZone);
}
