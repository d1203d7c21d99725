import { code, join, literal, type Code } from "../generator/emit/code.js";
import type { HookName } from "../generator/schema/naming/hook-names.js";
import { runtime, runtimeType } from "./runtime.js";
import type { Scope } from "./scope.js";

type Verb = "save" | "delete";

const HOOKS: Readonly<Record<Verb, readonly HookName[]>> = {
  save: ["beforeSave", "afterSave", "afterCommit"],
  delete: ["beforeDelete", "afterDelete", "afterCommit"],
};

/** What an instance, and what a queryset or a related manager, does that hooks run around. */
const METHODS = {
  instance: { save: ["save"], delete: ["delete"] },
  queryset: { save: ["create", "getOrCreate", "updateOrCreate"], delete: [] },
} as const;

/** The sync twins that cannot wait for an async hook of the model: refused by the compiler, and where none looked. */
export function refusedTwins({ model, plan }: Scope, of: "instance" | "queryset"): Code | null {
  const refused = (["save", "delete"] as const).flatMap((verb) => {
    const hook = model.hooks.find(({ name, async }) => async && HOOKS[verb].includes(name));
    return hook ? METHODS[of][verb].map((method) => ({ method, hook: hook.name })) : [];
  });
  if (refused.length === 0) return null;
  return join(
    refused.map(({ method, hook }) => {
      const names = plan.names(method);
      const message = literal(
        `${model.name}.${hook} is an async hook, and ${names.sync}() cannot wait for it: await ${names.async}()`,
      );
      return code`/** Refused: ${model.name}.${hook} is async. */
      override ${names.sync}(this: ${runtimeType("Invalid")}<${message}>, ..._: readonly unknown[]): never {
        return ${runtime("refuseSync")}(${message});
      }`;
    }),
    "\n\n",
  );
}
