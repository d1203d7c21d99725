import { ts } from "ts-morph";
import type { RenderedFile } from "../../generator/emit/file.js";
import { pairPattern } from "../../generator/plan/pair-names.js";
import type { Pairs } from "../../generator/config/settings.js";

export interface Twin {
  /** The method's plain name, as the table of pairs has it. */
  readonly name: string;
  readonly parameters: string;
}

/** The methods of every class in a generated file that run asynchronously, and those that block, by class. */
export function twinsOf(file: RenderedFile, pairs: Pairs): Map<string, Record<"async" | "sync", Twin[]>> {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  const classes = source.statements.filter((statement) => ts.isClassDeclaration(statement));
  const pattern = pairPattern(pairs);
  return new Map(
    classes.map((declared) => {
      const methods = declared.members.filter((member) => ts.isMethodDeclaration(member));
      const running = (runner: RegExp, spelling: string) =>
        methods
          .filter(({ name, body }) => ts.isIdentifier(name) && body && runner.test(body.getText()))
          .map((method) => ({
            name: plainName(method.name.getText(), spelling),
            parameters: parameters(method),
          }));
      const both = {
        async: running(/return (?:runAsync|streamAsync)\b/, pattern.async),
        sync: running(/return (?:runSync|streamSync)\b/, pattern.sync),
      };
      return [declared.name?.text ?? "", both];
    }),
  );
}

function parameters(method: ts.MethodDeclaration): string {
  const text = (nodes: readonly ts.Node[] = []) => nodes.map((node) => node.getText()).join(", ");
  return `<${text(method.typeParameters)}>(${text(method.parameters)})`.replace(/\s+/g, " ");
}

/** `aget` under `a{name}` is `get`. */
function plainName(spelt: string, spelling: string): string {
  const [before = "", after = ""] = spelling.split(/\{[nN]ame\}/);
  if (!spelt.startsWith(before) || !spelt.endsWith(after))
    throw new Error(`${spelt} is not spelt ${spelling}`);
  const name = spelt.slice(before.length, spelt.length - after.length);
  return spelling.includes("{Name}") ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}
