import { FieldDeferred } from "../errors/index.js";
import type { InstancePlan } from "../query/compile/select/plan.js";
import { remember } from "./remember.js";
import { Hydration, stateOf } from "./instance.js";
import { isInstance, type Instance } from "../meta/instance-identity.js";
import type { InstanceState } from "./instance-state.js";
import { loadDeferred } from "./lazy.js";
import type { ModelMeta } from "../meta/meta.js";

type Fill = (instance: object, row: readonly unknown[]) => void;
type Maker = (row: readonly unknown[], using: string | undefined, lazy: boolean) => Instance;

const makers = new WeakMap<InstancePlan, Maker>();

/** Makes the instances of a query's rows. */
export function hydrate(
  plan: InstancePlan,
  rows: readonly (readonly unknown[])[],
  using: string | undefined,
  lazy: boolean,
): Instance[] {
  let maker = makers.get(plan);
  if (!maker) makers.set(plan, (maker = makerOf(plan)));
  const instances = new Array<Instance>(rows.length);
  for (let at = 0; at < rows.length; at++) instances[at] = maker(rows[at] ?? [], using, lazy);
  return instances;
}

function makerOf(plan: InstancePlan): Maker {
  const { related } = plan;
  const fill = fillOf(plan);
  const make = constructorOf(plan);
  const inner = related.map(({ relation, plan: next }) => ({
    name: relation.queryName,
    // A name of the queryset's own is a property, as annotations are.
    own: plan.model.relation(relation.queryName) === undefined,
    back: relation.inverse && !relation.inverse.many ? relation.inverse.queryName : null,
    key: next.key,
    maker: makerOf(next),
  }));
  if (inner.length === 0) {
    return (row, using, lazy) => new make(new Hydration(fill, row, stateFrom(plan, row, using, lazy, null)));
  }
  return (row, using, lazy) => {
    const relations = new Map<string, Instance | null>();
    const instance = new make(new Hydration(fill, row, stateFrom(plan, row, using, lazy, relations)));
    for (const { name, own, back, key, maker } of inner) {
      const found = row[key] === null ? null : maker(row, using, lazy);
      if (own) (instance as unknown as Record<string, unknown>)[name] = found;
      else relations.set(name, found);
      if (found && back !== null) remember(found, back, instance);
    }
    return instance;
  };
}

function stateFrom(
  plan: InstancePlan,
  row: readonly unknown[],
  using: string | undefined,
  lazy: boolean,
  relations: InstanceState["relations"],
): InstanceState {
  return {
    using,
    adding: false,
    lazy,
    origin: { plan, row },
    saved: null,
    peers: null,
    relations,
    assigned: null,
    absent: null,
    lists: null,
    undo: null,
  };
}

/** Written for the plan's columns: property names are those of the generated client, and quoted. */
function fillOf({ columns, offset, placed, annotations = [] }: InstancePlan): Fill {
  const values = [
    ...(placed ?? columns.map(({ attribute }, at) => ({ name: attribute, position: offset + at }))),
    // A name that no annotation of a user's can have is read from the row by whoever asked for it.
    ...annotations.filter(({ name }) => !name.startsWith("+")),
  ];
  const body = values
    .map(({ name, position }) => `i[${JSON.stringify(name)}]=r[${String(position)}];`)
    .join("");
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- twice as fast as a loop over names
    return new Function("i", "r", body) as Fill;
  } catch {
    return (instance, row) => {
      for (const { name, position } of values) (instance as Record<string, unknown>)[name] = row[position];
    };
  }
}

type Make = (new (values: object) => Instance) & { readonly prototype: object };
const narrowed = new WeakMap<ModelMeta, Map<string, Make>>();

/** The model's class; with columns left out, one whose prototype tells what is missing. */
function constructorOf({ model, columns }: InstancePlan): Make {
  const whole = model.construct;
  if (columns.length === model.columns.length) return whole;
  const missing = model.columns.filter((column) => !columns.includes(column));
  const names = missing.map((column) => column.attribute).join();
  let known = narrowed.get(model);
  if (!known) narrowed.set(model, (known = new Map<string, Make>()));
  const found = known.get(names);
  if (found) return found;
  // Five times as fast as Reflect.construct with a function.
  const narrow = class extends (whole as Make) {} as Make;
  const prototype = narrow.prototype;
  // It is the model's: `instance.constructor` names the model, as on any other.
  delete (prototype as { constructor?: unknown }).constructor;
  for (const { attribute, name } of missing) {
    Object.defineProperty(prototype, attribute, {
      configurable: true,
      get(this: unknown) {
        if (!isInstance(this)) return undefined;
        if (stateOf(this).lazy) return loadDeferred(this, attribute);
        throw new FieldDeferred(
          `${model.name}.${name} is deferred: add it to .only(), take it out of .defer(), or await the instance's refresh()`,
        );
      },
      set(this: object, value: unknown) {
        Object.defineProperty(this, attribute, {
          value,
          writable: true,
          enumerable: true,
          configurable: true,
        });
      },
    });
  }
  known.set(names, narrow);
  return narrow;
}
