import type { ClassDraft, Draft, ModelDraft } from "../draft.js";
import type { Span } from "../facts.js";
import { isMalformed } from "../naming/identifier.js";
import { upperFirst } from "../naming/names.js";
import {
  INSTANCE_NAMES,
  INSTANCE_VERBS,
  METHODS_OF_USERS,
  QUERYSET_NAMES,
  STATIC_NAMES,
} from "../naming/reserved-words.js";
import type { Report } from "../report.js";
import { isDeclaration } from "./declaration.js";
import { spellings } from "../naming/spellings.js";

const VERBS: ReadonlySet<string> = new Set(INSTANCE_VERBS.flatMap(spellings));

/** Fields and methods must not meet each other, the client's own names, or JavaScript's. */
export function checkMemberNames({ classes, models, report }: Draft): void {
  for (const drafted of classes.values()) checkClass(drafted, report);
  for (const model of models.values()) if (!model.auto) checkModel(model, report);
}

export function isReservedOnInstance(name: string): boolean {
  return INSTANCE_NAMES.has(name) || VERBS.has(name);
}

function checkClass({ fact }: ClassDraft, report: Report): void {
  const seen = new Set<string>();
  for (const { name, span } of fact.fields) {
    const what = `the field name "${name}" on model "${fact.name}"`;
    const malformed = isMalformed(name);
    if (malformed !== null)
      report("ORM2008", span, `${what} ${malformed}`, "rename it, with column for the column");
    else if (isReservedOnInstance(name)) {
      report("ORM2007", span, `${what} is reserved`, `rename it, with column: "${name}" for the column`);
    }
    if (seen.has(name))
      report("ORM2009", span, `the field "${name}" is twice on model "${fact.name}"`, "rename one");
    seen.add(name);
  }
  for (const member of fact.members) {
    const { name, span, static: isStatic } = member;
    if (isDeclaration(member)) continue;
    const reserved = isReservedOnInstance(name) && !METHODS_OF_USERS.has(name);
    if (reserved || (isStatic && STATIC_NAMES.has(name))) {
      report("ORM2007", span, `the name "${name}" on model "${fact.name}" is reserved`, "rename it");
    }
  }
  for (const { name, span } of fact.managers) {
    if (!isReservedOnInstance(name) && !STATIC_NAMES.has(name) && name !== "meta") continue;
    report("ORM2007", span, `the manager "${name}" on model "${fact.name}" has a reserved name`, "rename it");
  }
  const methods = fact.managers.flatMap((manager) => manager.methods);
  for (const { name, span } of [...fact.querysetMethods, ...fact.managerMethods, ...methods]) {
    if (!QUERYSET_NAMES.has(name)) continue;
    const message = `every queryset has a method "${name}", so model "${fact.name}" cannot add it`;
    report("ORM2037", span, message, "rename it");
  }
}

/** The names that relations add to an instance: `authorId`, `fetchAuthor` in every spelling. */
export function namesOfRelation(name: string): readonly string[] {
  return spellings(`fetch${upperFirst(name)}`);
}

function checkModel(model: ModelDraft, report: Report): void {
  const taken = new Map<string, string>();
  for (const { spec, attribute } of model.fields) {
    if (spec.kind !== "foreignKey") continue;
    if (attribute !== null) taken.set(attribute, `the key of "${spec.name}"`);
    for (const name of namesOfRelation(spec.name)) taken.set(name, `the method that fetches "${spec.name}"`);
  }
  const fields = new Set(model.fields.map(({ spec }) => spec.name));
  const clash = (name: string, span: Span, subject: string): void => {
    const other = taken.get(name);
    if (other !== undefined) {
      report("ORM2009", span, `${subject} has the name of ${other} on model "${model.name}"`, "rename it");
    }
  };
  for (const { spec } of model.fields) clash(spec.name, spec.span, `the field "${spec.name}"`);
  for (const { fact } of model.chain) {
    for (const member of fact.members) {
      const { name, span, kind } = member;
      if (member.static || isDeclaration(member)) continue;
      clash(name, span, `the ${kind} "${name}"`);
      if (fields.has(name))
        report("ORM2009", span, `"${name}" is a field and a ${kind} on model "${model.name}"`, "rename one");
    }
  }
}
