import type { Draft } from "../draft.js";
import { isMalformed } from "../naming/identifier.js";
import { kebabCase } from "../naming/names.js";
import { derivedNames, MODEL_NAMES } from "../naming/reserved-words.js";

/** Names of models must not meet each other in the client: as names, as derived names, as files. */
export function checkModelNames({ models, report }: Draft): void {
  const files = new Map<string, string>();
  const derived = new Map<string, string>();
  for (const { name, span, auto, chain } of models.values()) {
    if (auto) continue;
    const managers = chain.flatMap(({ fact }) => fact.managers.map((manager) => manager.name));
    for (const taken of new Set(derivedNames(name, managers))) {
      const other = derived.get(taken);
      derived.set(taken, name);
      if (other === undefined) continue;
      const message = `"${taken}" would be a class in the client of "${other}" and in that of "${name}"`;
      report("ORM2006", span, message, "rename one of them");
    }
  }
  for (const { name, span, auto } of models.values()) {
    if (auto) continue;
    if (MODEL_NAMES.has(name)) {
      const message = `a model cannot be called "${name}": the client, or JavaScript, uses the name`;
      report("ORM2005", span, message, `call it something else, with options.table for the table`);
    }
    const malformed = isMalformed(name);
    if (malformed !== null) report("ORM2008", span, `the model name "${name}" ${malformed}`, "rename it");
    const owner = derived.get(name);
    if (owner !== undefined) {
      const message = `the model name "${name}" is that of a class in the client of "${owner}"`;
      report("ORM2006", span, message, "rename it");
    }
    const file = kebabCase(name);
    const other = files.get(file) ?? files.get(name.toLowerCase());
    files.set(file, name).set(name.toLowerCase(), name);
    if (other !== undefined) {
      const message = `the names of the models "${other}" and "${name}" are too alike for two files and two tables`;
      report("ORM2004", span, message, "rename one of them");
    }
  }
}
