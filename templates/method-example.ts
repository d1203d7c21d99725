import { querysetExamples } from "../generator/plan/method-examples.js";

/** What stands in a queryset's doc comment below the summary: an example with the SQL that it makes. */
export function methodExample(method: string, name: string, awaits: boolean): string {
  const found = querysetExamples[method];
  if (!found) return "";
  const call = found.example.replaceAll("{name}", name);
  const awaited = !awaits
    ? call
    : call.startsWith("for …")
      ? call.replace("for …", "for await …")
      : `await ${call}`;
  const throws = found.throws ? `\n\nThrows ${found.throws}.` : "";
  return `\n\n\`\`\`ts\n${awaited}\n// ${found.sql}\n\`\`\`${throws}`;
}
