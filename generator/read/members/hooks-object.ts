import type { ts } from "ts-morph";
import { nearest } from "../../schema/naming/nearest.js";
import { HOOK_NAMES } from "../../schema/naming/hook-names.js";
import type { MemberReader, Members } from "./member.js";
import { readMethodsObject } from "./methods-object.js";
import type { Module } from "../source/module.js";
import type { Resolver } from "../source/resolve.js";

/** `static hooks = { beforeSave(this: Book) { … } }`: a hook of another name would never run. */
export function readHooks(
  node: ts.Expression,
  module: Module,
  reader: MemberReader & { readonly resolver: Resolver },
): Members {
  const found = readMethodsObject(node, module, reader);
  for (const { name, kind, span } of found.facts) {
    if (kind === "method" && HOOK_NAMES.some((each) => each === name)) continue;
    const message = kind === "method" ? `there is no hook "${name}"` : `the hook "${name}" is a ${kind}`;
    const near = nearest(name, HOOK_NAMES);
    const hint = `the hooks are the methods ${HOOK_NAMES.join(", ")}`;
    reader.report(
      "ORM1020",
      span,
      message,
      near === null || kind !== "method" ? hint : `did you mean "${near}"? ${hint}`,
    );
  }
  return found;
}
