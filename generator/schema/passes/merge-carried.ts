import type { Draft, ModelDraft } from "../draft.js";
import type { CarriedFact, DeclarationFact } from "../facts.js";
import { derivedNames } from "../naming/reserved-words.js";
import type { Carried, CarriedImport } from "../schema.js";

/** What the code of a model and of its bases needs, each thing once. */
export function mergeCarried(model: ModelDraft, { classes, models, report }: Draft): Carried {
  const imports = new Map<string, CarriedImport>();
  const declarations = new Map<string, DeclarationFact>();
  const names = new Map<string, string>();
  const others = new Set<string>();
  const generated = new Set<string>();
  const generatedValues = new Set<string>();
  const managers = model.chain.flatMap(({ fact }) => fact.managers.map(({ name }) => name));
  const own = new Set([model.name, ...derivedNames(model.name, managers)]);
  for (const { fact } of model.chain) {
    addAll(fact.carried);
    for (const key of fact.carried.models) {
      const found = classes.get(key);
      if (!found) continue;
      if (!found.abstract) others.add(found.fact.name);
      else {
        const message = `code of model "${fact.name}" names "${found.fact.name}", which is abstract and has no client`;
        report("ORM1018", fact.span, message, "name a model that has a table");
      }
    }
  }
  others.delete(model.name);
  return {
    imports: [...imports.values()].sort((a, b) => compare(a.name, b.name)),
    declarations: [...declarations.values()]
      .sort((a, b) => compare(a.file, b.file) || a.offset - b.offset)
      .map(({ text }) => ({ text })),
    models: [...others].sort(compare),
    generated: [...generated].sort(compare),
    generatedValues: [...generatedValues].sort(compare),
    names: [...names.keys()].sort(compare),
  };

  function addAll(carried: CarriedFact): void {
    for (const one of carried.imports) {
      claim(one.name, `${one.imported} ${one.from}`);
      const before = imports.get(one.name);
      imports.set(one.name, before ? { ...one, typeOnly: one.typeOnly && before.typeOnly } : one);
    }
    for (const one of carried.declarations) {
      const place = `${one.file} ${one.offset}`;
      // Overloads and merged declarations share a name and a file.
      for (const name of one.names) claim(name, one.file);
      declarations.set(place, one);
    }
    for (const name of carried.generated) {
      // Stands in the file already.
      if (own.has(name)) continue;
      if (models.has(name)) others.add(name);
      else {
        generated.add(name);
        if (carried.generatedValues.includes(name)) generatedValues.add(name);
      }
    }
  }

  function claim(name: string, origin: string): void {
    const before = names.get(name);
    const clashes = own.has(name);
    if (clashes || (before !== undefined && before !== origin)) {
      const message = clashes
        ? `code of model "${model.name}" uses something called "${name}", as a class of its client is`
        : `code of model "${model.name}" uses two things called "${name}"`;
      report("ORM1017", model.span, message, "both would stand in one file of the client: rename one");
    }
    names.set(name, origin);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
