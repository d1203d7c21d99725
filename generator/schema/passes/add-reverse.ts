import type { Draft, FieldDraft, ForeignKeySpec, ManyToManySpec, ModelDraft } from "../draft.js";
import type { Span } from "../facts.js";
import { isMalformed } from "../naming/identifier.js";
import { lowerCamel } from "../naming/names.js";
import type { ReverseRelation } from "../schema.js";
import { isReservedOnInstance, namesOfRelation } from "./check-member-names.js";
import { isDeclaration } from "./declaration.js";
import { isSymmetrical } from "./resolve-through.js";

/** The other end of every relation stands on its target. */
export function addReverse(draft: Draft): void {
  for (const model of draft.models.values()) {
    for (const field of model.fields) {
      const { spec, target } = field;
      if (spec.kind === "column" || !target) continue;
      target.reverse.push({
        ...reverseOf(field, spec, model, target, draft),
        span: spec.relatedName?.value.span ?? spec.span,
      });
    }
  }
  for (const model of draft.models.values()) checkNames(model, draft);
}

function reverseOf(
  { spec: { name: field } }: FieldDraft,
  spec: ForeignKeySpec | ManyToManySpec,
  model: ModelDraft,
  target: ModelDraft,
  draft: Draft,
): ReverseRelation {
  const kind =
    spec.kind === "manyToMany"
      ? "reverseManyToMany"
      : spec.oneToOne
        ? "reverseOneToOne"
        : "reverseForeignKey";
  const base = { from: model.name, field, kind } as const;
  const symmetrical = spec.kind === "manyToMany" && isSymmetrical(spec, model, target);
  const written = writtenName(spec, model);
  if (symmetrical || written === "+") return { ...base, name: null, queryName: null };
  const query = lowerCamel(model.name);
  if (written === null)
    return { ...base, name: kind === "reverseOneToOne" ? query : `${query}Set`, queryName: query };
  const problem = isMalformed(written) ?? (isReservedOnInstance(written) ? "is reserved" : null);
  if (problem !== null) {
    const hint = 'it names a property of the target, such as "books"; "+" hides it';
    draft.report(
      "ORM2012",
      spec.relatedName?.value.span ?? spec.span,
      `the relatedName "${written}" of ${spec.subject} ${problem}`,
      hint,
    );
  }
  return { ...base, name: written, queryName: written };
}

function writtenName({ relatedName }: ForeignKeySpec | ManyToManySpec, model: ModelDraft): string | null {
  const value = relatedName?.value;
  if (value?.kind !== "scalar" || typeof value.value !== "string") return null;
  return value.value.replaceAll("{model}", lowerCamel(model.name));
}

function checkNames(model: ModelDraft, { report }: Draft): void {
  const hint = 'give one a relatedName of its own, or "+" to hide it';
  const own = new Map<string, string>();
  for (const { spec, attribute } of model.fields) {
    own.set(spec.name, `the field "${spec.name}"`);
    if (attribute !== null) own.set(attribute, `the key of the field "${spec.name}"`);
    if (spec.kind === "foreignKey") {
      for (const name of namesOfRelation(spec.name)) own.set(name, `the method that fetches "${spec.name}"`);
    }
  }
  for (const { fact } of model.chain) {
    for (const member of fact.members) {
      if (!member.static && !isDeclaration(member))
        own.set(member.name, `the ${member.kind} "${member.name}"`);
    }
  }
  const reverse = new Map<string, ReverseRelation & { readonly span: Span }>();
  for (const relation of model.reverse) {
    for (const name of new Set([relation.name, relation.queryName])) {
      if (name === null) continue;
      const subject = `the reverse name "${name}" of ${relation.from}.${relation.field} on model "${model.name}"`;
      const field = own.get(name);
      if (field !== undefined) report("ORM2011", relation.span, `${subject} is that of ${field}`, hint);
      const other = reverse.get(name);
      if (!other) reverse.set(name, relation);
      else if (other !== relation) {
        report("ORM2010", relation.span, `${subject} is that of ${other.from}.${other.field} too`, hint);
        break;
      }
    }
  }
}
