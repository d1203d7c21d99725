import type { ClassDraft, ModelDraft } from "../draft.js";
import type { MemberFact } from "../facts.js";
import type { Member } from "../schema.js";
import { isReservedOnInstance, namesOfRelation } from "./check-member-names.js";
import { isDeclaration } from "./declaration.js";

/** Bases' members first; what a class declares takes the place of all that its bases have of that name. */
export function membersOf(
  model: ModelDraft,
  of: (drafted: ClassDraft) => readonly MemberFact[],
): readonly Member[] {
  const members = new Map<string, Member[]>();
  for (const drafted of model.chain) {
    const own = new Map<string, Member[]>();
    for (const { kind, name, static: isStatic, comment, text, position } of of(drafted)) {
      const key = `${String(isStatic)} ${name}`;
      own.set(key, [...(own.get(key) ?? []), { kind, name, static: isStatic, comment, text, position }]);
    }
    for (const [key, all] of own) members.set(key, all);
  }
  return [...members.values()].flat();
}

/** The members of an instance's class. */
export function ownMembers(model: ModelDraft): readonly Member[] {
  const given = new Set(
    model.fields.flatMap(({ spec, attribute }) => [
      ...[spec.name, attribute ?? ""],
      ...(spec.kind === "foreignKey" ? namesOfRelation(spec.name) : []),
    ]),
  );
  for (const { name } of model.reverse) given.add(name ?? "");
  return membersOf(model, ({ fact }) => fact.members).filter(
    (member) => !isDeclaration(member) || !(given.has(member.name) || isReservedOnInstance(member.name)),
  );
}
