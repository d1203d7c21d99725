import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { PostgresQueryCompiler, createQueryId, type RawNode, type RootOperationNode } from "kysely";
import { effectOf, type About, type Effect, type Statement } from "../../driver/statement.js";
import { modelsById } from "../../meta/meta.js";
import type { Codec } from "../../values/index.js";
import { boundText, type Param } from "../expression/param.js";
import { isForeign } from "./foreign.js";

/** A query's SQL, made once for its shape; values are bound at each use. */
export interface Compiled<T = unknown> {
  readonly sql: string;
  readonly name: string;
  /** For `$1, $2, …`: which of the shape's values stands there; -1 for one that is the same in every use. */
  readonly order: readonly number[];
  readonly constants: readonly (string | null)[];
  readonly types: readonly number[];
  readonly columns: readonly (Codec | null)[];
  readonly effect: Effect;
  readonly about: About | undefined;
  /** What else belongs to the shape: how rows become instances. */
  readonly extra: T;
}

/**
 * A value that stands at several places is one parameter: PostgreSQL then knows an expression with it as the same one
 * in SELECT, GROUP BY, HAVING and ORDER BY.
 */
class Compiler extends PostgresQueryCompiler {
  readonly #places = new Map<unknown, string>();
  /** Whether no SQL of a user's is in it that could do more than be computed. */
  own = true;

  protected override visitRaw(node: RawNode): void {
    if (isForeign(node.sqlFragments)) this.own = false;
    super.visitRaw(node);
  }

  protected override appendValue(value: unknown): void {
    const known = this.#places.get(value);
    if (known !== undefined) return this.append(known);
    super.appendValue(value);
    this.#places.set(value, `$${String(this.numParameters)}`);
  }
}

/** Shapes come from code, which is finite; this bounds programs that make them up. */
const SHAPES = 10_000;
/** Two generations: what is not asked for while the younger one fills up is forgotten, what is used stays. */
let young = new Map<string, Compiled>();
let old = new Map<string, Compiled>();

function known(shape: string): Compiled | undefined {
  const found = young.get(shape);
  if (found) return found;
  const older = old.get(shape);
  if (older) remember(shape, older);
  return older;
}

function remember(shape: string, compiled: Compiled): void {
  if (young.size >= SHAPES / 2) {
    old = young;
    young = new Map();
  }
  young.set(shape, compiled);
}

/**
 * The statement for a shape and its values.
 *
 * @param key names the shape; @param params its values in the key's order; @param make builds the nodes, at first use.
 */
export function statementOf<T>(
  key: string,
  params: readonly Param[],
  make: () => { node: RootOperationNode; codecs: readonly (Codec | null)[]; extra: T },
): { statement: Statement; extra: T } {
  const shape = params.length > 1 ? key + repeats(params) : key;
  let compiled = known(shape) as Compiled<T> | undefined;
  if (!compiled) {
    compiled = compile(key, make(), params);
    remember(shape, compiled);
  } else if (checking) {
    refuseOther(shape, compiled, compile(key, make(), params));
  }
  const { sql, name, order, constants, types, columns, effect, about, extra } = compiled;
  const parameters = new Array<string | null>(order.length);
  for (let at = 0; at < order.length; at++) {
    const place = order[at] ?? -1;
    parameters[at] = place < 0 ? (constants[at] ?? null) : valueOf(params[place]);
  }
  return { statement: { sql, name, parameters, types, columns, effect, about }, extra };
}

function valueOf(param: Param | undefined): string | null {
  return param === undefined ? null : boundText(param);
}

let checking = false;

/**
 * Has every shape that is known already compiled again and compared: what a shape's SQL hangs on must be in its key.
 * For tests.
 */
export function checkEveryShape(on: boolean): void {
  checking = on;
}

function refuseOther(shape: string, known: Compiled, again: Compiled): void {
  if (isDeepStrictEqual(known, again)) return;
  throw new TypeError(
    `one key has two shapes: ${shape}\n${known.sql} (${known.types.join()})\n${again.sql} (${again.types.join()})`,
  );
}

const fixed = new WeakSet<Param>();

/** A value that belongs to a model, not to a query: it is the same whoever asks. */
export function markConstant(param: Param): void {
  fixed.add(param);
}

/** One value used at several places is one object there: such a shape is another one than with several values. */
function repeats(params: readonly Param[]): string {
  if (new Set(params).size === params.length) return "";
  return `#${params.map((param) => params.indexOf(param)).join(",")}`;
}

/** A shape's key begins with what is done, and with whose rows: `count|m3|…`. */
const MODEL = /^\w+\|(m\d+)\b/;

function compile<T>(
  key: string,
  made: { node: RootOperationNode; codecs: readonly (Codec | null)[]; extra: T },
  params: readonly Param[],
): Compiled<T> {
  const compiler = new Compiler();
  const { sql, parameters } = compiler.compileQuery(made.node, createQueryId());
  const used = parameters as readonly Param[];
  const order = used.map((param) => params.indexOf(param));
  if (used.some((param, at) => order[at] === -1 && !fixed.has(param)))
    throw new TypeError("a value of the query is not among the values of its shape");
  const types = used.map((param) => param.codec.oid);
  return {
    sql,
    name: nameOf(sql, types),
    order,
    constants: used.map((param, at) => (order[at] === -1 ? boundText(param) : null)),
    types,
    columns: made.codecs,
    effect: effectOf(sql, compiler.own),
    about: modelsById.get(MODEL.exec(key)?.[1] ?? ""),
    extra: made.extra,
  };
}

/** Stable for one SQL with values of these types, in every process: a prepared statement's name. */
function nameOf(sql: string, types: readonly number[]): string {
  const hash = createHash("sha256").update(sql).update(types.join());
  return `ormgen_${hash.digest("base64url").slice(0, 22)}`;
}
