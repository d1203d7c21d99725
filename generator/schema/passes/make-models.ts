import { newField, type ClassDraft, type Draft, type FieldDraft, type ModelDraft } from "../draft.js";
import { snakeCase } from "../naming/names.js";
import { flag, text } from "../options/options.js";

/** Makes a model of every concrete class, with what its abstract bases give it. */
export function makeModels(draft: Draft): void {
  const { report, classes, models } = draft;
  const concrete = [...classes.values()]
    .filter(({ abstract }) => !abstract)
    .sort((a, b) => (a.fact.name < b.fact.name ? -1 : a.fact.name > b.fact.name ? 1 : 0));
  for (const drafted of concrete) {
    const { fact, options } = drafted;
    const first = models.get(fact.name);
    if (first) {
      const { file, line } = first.span.position;
      report(
        "ORM2002",
        fact.span,
        `there is another model "${fact.name}" in ${file}:${line}`,
        "rename one of them",
      );
      continue;
    }
    if (!fact.exported) {
      report(
        "ORM1008",
        fact.span,
        `the model "${fact.name}" is not exported`,
        `write export class ${fact.name}`,
      );
    }
    const chain = chainOf(drafted, classes);
    for (const base of chain.slice(0, -1)) {
      if (base.abstract) continue;
      const message = `the model "${fact.name}" extends "${base.fact.name}", which has a table of its own`;
      const hint = `make ${base.fact.name} abstract, or relate the two with fields.oneToOne`;
      report("ORM2003", fact.span, message, hint);
    }
    const managed = chain.findLast((one) => one.options.has("managed"));
    models.set(fact.name, {
      name: fact.name,
      span: fact.span,
      chain,
      auto: false,
      managed: managed ? flag(managed.options, "managed", true) : true,
      comment: text(options, "comment") ?? fact.comment,
      table: text(options, "table") ?? snakeCase(fact.name),
      schema: schemaOf(chain, draft),
      fields: fieldsOf(chain),
      primaryKey: [],
      primaryKeyName: null,
      reverse: [],
      ordering: [],
      indexes: [],
      constraints: [],
    } satisfies ModelDraft);
  }
}

/** From the class or the nearest base that says one; `public` is where tables lie by themselves. */
function schemaOf(chain: readonly ClassDraft[], { schema }: Draft): string | null {
  const owner = chain.findLast(({ options }) => options.has("schema"));
  const name = owner ? text(owner.options, "schema") : schema;
  return name === "public" ? null : name;
}

function chainOf(last: ClassDraft, classes: Draft["classes"]): readonly ClassDraft[] {
  const chain = [last];
  for (let base = last.fact.base; base !== null;) {
    const found = classes.get(base);
    if (!found || chain.includes(found)) break;
    chain.unshift(found);
    base = found.fact.base;
  }
  return chain;
}

/** Bases' fields first; a field declared again takes the place of the one before. */
function fieldsOf(chain: readonly ClassDraft[]): FieldDraft[] {
  const fields = new Map<string, FieldDraft>();
  for (const { fields: specs } of chain) {
    const own = new Set<string>();
    for (const spec of specs) {
      const again = own.has(spec.name);
      own.add(spec.name);
      if (!again) fields.set(spec.name, newField(spec));
    }
  }
  return [...fields.values()];
}
