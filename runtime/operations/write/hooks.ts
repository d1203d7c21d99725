import { SyncForbidden } from "../../errors/index.js";
import { onCommit } from "../../executor/index.js";
import { call, style, transaction, type Operation } from "../../executor/run/operation.js";
import { stateOf } from "../../instance/instance.js";
import { spelt } from "../../instance/spelling.js";
import { metaOf, type Instance } from "../../meta/instance-identity.js";
import type { HookEvent, HookName } from "../../meta/spec.js";

const NAMES = {
  save: { before: "beforeSave", after: "afterSave" },
  delete: { before: "beforeDelete", after: "afterDelete" },
} as const;

/**
 * Runs what saves or deletes an instance between the hooks of its model, all in one transaction: what a hook throws
 * undoes it. Without hooks, nothing is added.
 */
export function* hooked<T>(
  verb: "save" | "delete",
  instance: Instance,
  body: () => Operation<T>,
  /** Null where nothing was written: no hook runs behind that. */
  actionOf: (value: T) => HookEvent["action"] | null,
): Operation<T> {
  const { hooks, name, client } = metaOf(instance).spec;
  if (!hooks) return yield* body();
  const { before, after } = NAMES[verb];
  const state = stateOf(instance);
  const sync = (yield* style()) === "sync";
  if (sync) {
    for (const hook of [before, after, "afterCommit"] as const) {
      if (isAsync(hooks[hook])) throw syncHook(name, hook, verb, client.pairs);
    }
  }
  const run = (hook: HookName, event: HookEvent) => {
    const own = hooks[hook];
    return call(() => {
      // Bound to the instance, as `this` of a method is.
      const given: unknown = own?.call(instance as never, event);
      if (sync && isThenable(given)) throw syncHook(name, hook, verb, client.pairs);
      return given;
    }, state.using);
  };
  const { adding } = state;
  const whole = function* (): Operation<T> {
    if (hooks[before]) yield* run(before, { action: verb });
    const value = yield* body();
    const action = actionOf(value);
    if (action === null) return value;
    const event = { action };
    if (hooks[after]) yield* run(after, event);
    const last = hooks.afterCommit;
    if (last) {
      const using = state.using ?? "default";
      yield* call(() => onCommit(hookOf(last, instance, event), { using }), state.using);
    }
    return value;
  };
  try {
    return yield* hooks[before] || hooks[after] ? transaction(whole, state.using) : whole();
  } catch (error) {
    // Nothing of it is in the database.
    if (hooks[before] || hooks[after]) state.adding = adding;
    throw error;
  }
}

type Hook = (event: HookEvent) => unknown;

/** As async as the hook is: a sync transaction refuses what it could not await. */
function hookOf(hook: Hook, instance: Instance, event: HookEvent): () => unknown {
  return isAsync(hook)
    ? async () => {
        await hook.call(instance as never, event);
      }
    : () => hook.call(instance as never, event);
}

function isAsync(hook: Hook | undefined): boolean {
  return hook !== undefined && Object.prototype.toString.call(hook) === "[object AsyncFunction]";
}

/** A function that is not declared async may give a promise all the same; its own failure is a consequence of this one. */
function isThenable(given: unknown): boolean {
  if (!(given instanceof Promise)) return false;
  given.catch(() => undefined);
  return true;
}

function syncHook(
  model: string,
  hook: HookName,
  verb: "save" | "delete",
  pairs: { readonly async: string; readonly sync: string },
): SyncForbidden {
  const [twin, sync] = [spelt(verb, pairs.async), spelt(verb, pairs.sync)];
  return new SyncForbidden(
    `${model}.${hook} is an async hook, and ${sync}() cannot wait for it: await ${twin}()`,
  );
}

/** What a sync twin throws where the model has an async hook: the client says it to the compiler, too. */
export function refuseSync(message: string): never {
  throw new SyncForbidden(message);
}
