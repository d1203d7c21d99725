import { columnsOf } from "../generator/plan/client-plan.js";
import { querysetExamples } from "../generator/plan/method-examples.js";
import type { Model } from "../generator/schema/schema.js";

/** The example of a queryset's method, in the words of a model; nothing for a model whose key has several parts. */
export function methodExample(model: Model): (method: string, name: string, awaits: boolean) => string {
  const [field, ...more] = columnsOf(model).filter((each) => model.primaryKey.includes(each.name));
  if (!field || more.length > 0) return () => "";
  const words: Readonly<Record<string, string>> = {
    Model: model.name,
    key: field.name,
    table: model.table,
    column: field.column,
  };
  return (method, name, awaits) => {
    const found = querysetExamples[method];
    if (!found) return "";
    const fill = (text: string) =>
      text.replace(/\{(\w+)\}/g, (whole, word: string) => (word === "name" ? name : (words[word] ?? whole)));
    const call = fill(found.example);
    const awaited = !awaits
      ? call
      : call.startsWith("for …")
        ? call.replace("for …", "for await …")
        : `await ${call}`;
    const throws = found.throws ? `\n\nThrows ${fill(found.throws)}.` : "";
    return `\n\n\`\`\`ts\n${awaited}\n// ${fill(found.sql)}\n\`\`\`${throws}`;
  };
}
