import {
  withArticle,
  DoesNotExist,
  IntegrityError,
  InvalidValue,
  UndefinedValue,
  knownOptions,
} from "../../errors/index.js";
import { traits, transaction, type Operation } from "../../executor/run/operation.js";
import { setRelated, unknownField } from "../../instance/instance.js";
import { isInstance, keyOf, metaOf, write, type Instance } from "../../meta/instance-identity.js";
import { printable } from "../../query/path.js";
import { partsIn, sameKey } from "../../meta/key.js";
import type { ModelMeta } from "../../meta/meta.js";
import { QuerySet } from "../../query/queryset.js";
import { create } from "./create.js";
import { get } from "../read/get.js";
import { save } from "./save.js";

export interface CreateOptions {
  /** Further values for a new row; a function is called when it is needed. */
  readonly defaults?: object;
}

export interface UpdateOptions extends CreateOptions {
  /** Values for a new row, in place of `defaults`. */
  readonly createDefaults?: object;
}

/** The row that the lookup names, made where it is missing: safe when several do so at once. */
export function* getOrCreate<T>(
  queryset: QuerySet,
  lookup: object,
  options: CreateOptions = {},
): Operation<[T, boolean]> {
  knownOptions("getOrCreate()", options, ["defaults"]);
  try {
    return [yield* get<T>(queryset, [lookup]), false];
  } catch (error) {
    if (!(error instanceof DoesNotExist)) throw error;
  }
  const values = { ...plainLookup(queryset.state.model, lookup), ...called(options.defaults) };
  const { using } = queryset.state;
  try {
    // A violation would end the transaction around it; alone, the INSERT is undone by itself.
    const around = (yield* traits(using)).inTransaction;
    const make = () => create<T>(queryset, values);
    return [yield* around ? transaction(make, using) : make(), true];
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    // Somebody else made the row meanwhile; if not, the violation is about something else.
    try {
      return [yield* get<T>(queryset, [lookup]), false];
    } catch {
      throw error;
    }
  }
}

/** The row that the lookup names, updated with the defaults, or made with them. */
export function* updateOrCreate<T>(
  queryset: QuerySet,
  lookup: object,
  options: UpdateOptions = {},
): Operation<[T, boolean]> {
  knownOptions("updateOrCreate()", options, ["defaults", "createDefaults"]);
  const locked = QuerySet.derive(queryset, { lock: { strength: "update", wait: "wait", of: ["self"] } });
  return yield* transaction(function* () {
    const defaults = options.createDefaults ?? options.defaults;
    const [instance, created] = yield* getOrCreate<Instance>(locked, lookup, defaults ? { defaults } : {});
    if (!created) {
      const changes = called(options.defaults);
      const key = keyOf(instance);
      apply(instance, changes);
      refuseOtherKey(instance, key);
      const { model } = queryset.state;
      const names = Object.keys(changes).filter((name) => model.column(name)?.primaryKey !== true);
      if (names.length > 0) yield* save(instance, { only: names });
    }
    return [instance as T, created] as [T, boolean];
  }, queryset.state.using);
}

/** Defaults may say the key of a new row; the one that was found has its own. */
function refuseOtherKey(instance: Instance, key: unknown): void {
  const { name, pk } = metaOf(instance);
  if (key === undefined || sameKey(pk, keyOf(instance), key)) return;
  throw new InvalidValue(
    `updateOrCreate() found ${withArticle(name)} with another primary key than defaults have, and a key is not changed: put it in createDefaults`,
  );
}

/** A lookup's plain equalities are values of the new row; `title__iexact` is not. */
function plainLookup(model: ModelMeta, lookup: object): object {
  const plain = Object.entries(lookup).filter(([key]) => !key.includes("__"));
  return Object.fromEntries(
    plain.flatMap(([key, value]): [string, unknown][] =>
      key === "pk" ? keyParts(model, value) : [[key, value]],
    ),
  );
}

function keyParts({ pk }: ModelMeta, value: unknown): [string, unknown][] {
  if (pk.kind === "column") return [[pk.name, value]];
  const parts = partsIn(pk, value);
  return pk.columns.map(({ name }, at) => [name, parts[at]]);
}

/** Values, each made where a function makes it. */
export function called(values: object | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(checked(values)).map(([key, value]: [string, unknown]) => [
      key,
      typeof value === "function" ? (value as () => unknown)() : value,
    ]),
  );
}

function checked(values: object | undefined): object {
  if (values === undefined) return {};
  if (typeof values === "object" && values !== null && !Array.isArray(values) && !isInstance(values))
    return values;
  throw new InvalidValue("defaults and createDefaults take an object of fields and values");
}

function apply(instance: Instance, changes: Record<string, unknown>): void {
  const meta = metaOf(instance);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) {
      throw new UndefinedValue(`${meta.name}.${printable(name)} is undefined: leave it out, or pass null`);
    }
    const relation = meta.relation(name);
    const column = meta.column(name);
    if (relation?.column) setRelated(instance, relation, value);
    else if (column) write(instance, column.attribute, value);
    else throw unknownField(meta, name);
  }
}
