import { InvalidValue } from "../../errors/index.js";
import { arrayOf, float4, int4, text, tsquery, tsvector, type Codec } from "../../values/index.js";
import { kindOf } from "../kind.js";
import { Expr } from "./expr.js";
import type { Facts } from "./facts.js";
import { literalNode } from "./literal.js";
import { paramNode, sqlNode, type Node } from "./node.js";

/** The functions that make a query of a text, by Django's names. */
export const QUERIES = {
  plain: "plainto_tsquery",
  phrase: "phraseto_tsquery",
  raw: "to_tsquery",
  websearch: "websearch_to_tsquery",
} as const;
export type SearchType = keyof typeof QUERIES;

type Searching = "searchVector" | "searchQuery";

/** Whether an expression is the words of texts, or what is looked for in such. */
export function isOf(value: unknown, kind: Searching): value is Expr {
  return value instanceof Expr && hasKind(value.node, kind);
}

export function hasKind({ codec }: { readonly codec: Codec | null }, kind: Searching): boolean {
  return codec !== null && kindOf(codec) === kind;
}

/** Of a vector or a query that says by which configuration it was made: what stands beside it is made by the same. */
interface Configured extends Codec<string> {
  readonly config: Node;
}

const made = new WeakMap<Facts, Map<string, Configured>>();

/** One codec for each configuration: it is a part of the shape, as its node is. */
function configured(codec: Codec<string>, config: Node | null): Codec<string> {
  if (config === null) return codec;
  let known = made.get(config.facts);
  if (!known) made.set(config.facts, (known = new Map<string, Configured>()));
  const key = `${codec.dbType} ${config.key}`;
  let found = known.get(key);
  if (!found) known.set(key, (found = { ...codec, config }));
  return found;
}

/** By which configuration a vector or a query was made. */
export function configOf(codec: Codec | null): Node | null {
  return codec !== null && "config" in codec ? (codec as Configured).config : null;
}

const CONFIG = /^[a-z_][\w$]*(?:\.[a-z_][\w$]*)?$/u;

/** The configuration that a call names: by its name, which is a part of the SQL, or by a field that holds one. */
export function configNode(call: string, config: unknown): Node | null {
  if (config === undefined) return null;
  if (config instanceof Expr && config.node.params.length === 0)
    return sqlNode(["(", ")::regconfig"], [config.node], text);
  if (typeof config === "string" && CONFIG.test(config)) return sqlNode([`'${config}'::regconfig`], [], text);
  throw new InvalidValue(
    `config of ${call} is the name of a text search configuration, "english", or a field that holds one`,
  );
}

/** The words of some values, one behind the other; null is no word. */
export function vectorNode(parts: readonly Node[], config: Node | null): Node {
  const texts = parts.map((part) => sqlNode([`coalesce(`, `${asText(part)}, '')`], [part], text));
  const before = config === null ? ["to_tsvector("] : ["to_tsvector(", ", "];
  const between = texts.slice(1).map(() => " || ' ' || ");
  return sqlNode(
    [...before, ...between, ")"],
    [...(config === null ? [] : [config]), ...texts],
    configured(tsvector, config),
  );
}

function asText({ codec }: Node): string {
  return codec?.oid === text.oid || codec?.dbType === "varchar" ? "" : "::text";
}

/** What is looked for, as a text. */
export function queryNode(words: unknown, config: Node | null, type: SearchType = "plain"): Node {
  const node = literalNode(words, text);
  const operand = node.kind === "param" ? node : sqlNode(["(", ")::text"], [node], text);
  const before = config === null ? [`${QUERIES[type]}(`] : [`${QUERIES[type]}(`, ", "];
  return sqlNode(
    [...before, ")"],
    [...(config === null ? [] : [config]), operand],
    configured(tsquery, config),
  );
}

/** What stands beside a vector: a query, or the words of one. */
export function queryBeside(vector: Codec, value: unknown): Node {
  if (isOf(value, "searchQuery")) return value.node;
  if (!isOf(value, "searchVector")) return queryNode(value, configOf(vector));
  throw new InvalidValue("A search vector is compared with words, or with searchQuery(…)");
}

/** `vector.add(vector)`: the words of both, those of the second behind those of the first. */
export function joinedVectors(left: Node, value: unknown): Node {
  return sqlNode(["(", " || ", ")"], [left, sideOf("add()", "searchVector", value)], left.codec ?? tsvector);
}

/** `query.and(query)` and `query.or(query)`. */
export function joinedQueries(call: "and" | "or", left: Node, value: unknown): Node {
  refuseOther(`${call}()`, "searchQuery", left);
  const right = sideOf(`${call}()`, "searchQuery", value);
  return sqlNode(["(", call === "and" ? " && " : " || ", ")"], [left, right], left.codec);
}

/** `query.not()`. */
export function negatedQuery(of: Node): Node {
  refuseOther("not()", "searchQuery", of);
  return sqlNode(["(!!", ")"], [of], of.codec);
}

function sideOf(call: string, kind: Searching, value: unknown): Node {
  if (isOf(value, kind)) return value.node;
  throw new InvalidValue(`${call} of a ${kind}() takes another ${kind}()`);
}

function refuseOther(call: string, kind: Searching, node: Node): void {
  if (hasKind(node, kind)) return;
  throw new InvalidValue(
    `${call} is of a ${kind}(): conditions are joined by the functions and(), or(), not()`,
  );
}

/** Weights of the words marked D, C, B and A. */
export function weightsNode(weights: readonly number[]): Node {
  const list = arrayOf(float4);
  return sqlNode(["", "::float4[]"], [paramNode(list, list.encode([...weights]))], null);
}

export function normalizationNode(how: number): Node {
  return sqlNode(["", "::int4"], [paramNode(int4, int4.encode(how))], int4);
}
