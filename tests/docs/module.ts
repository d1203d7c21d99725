import { createRequire } from "node:module";
import ts from "typescript";
import { fileOf, withoutImports, type Page } from "./page.js";

/** The TypeScript of a page: one function for each example, and where each stands. */
export interface PageModule {
  readonly text: string;
  readonly spans: readonly Span[];
}

/** The lines, from 1, that come of the block or row at a line of the page. */
export interface Span {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/** What a row of a table is part of. */
const ROWS: Readonly<Record<string, (model: string, code: string) => string>> = {
  filter: (model, code) => `return ${model}.objects.orderBy("id").filter(${code});`,
  annotate: (model, code) =>
    `return ${model}.objects.annotate({ value: ${code} }).values("value").orderBy("id");`,
  order: (model, code) => `return ${model}.objects.orderBy(${code});`,
  code: (_model, code) => `const book = await Book.objects.get({ id: 1 });
const author = await Author.objects.get({ id: 1 });
return (${code});`,
  aggregate: (model, code) => `return (await ${model}.objects.aggregate({ value: ${code} })).value;`,
};

/** Where what a page imports from `./generated/index.js` is: the library's client, and that of its own models. */
export interface Clients {
  readonly library: string;
  readonly own: string;
}

export function moduleOf(page: Page, clients: Clients): PageModule {
  const lines: string[] = [
    ...importsOf(page, clients),
    ...page.declarations.flatMap((text) => text.split("\n")),
    "export const examples = {",
  ];
  const spans: Span[] = [];
  const add = (line: number, code: string) => {
    lines.push(`"${String(line)}": async () => {`);
    const from = lines.length + 1;
    lines.push(...code.split("\n"));
    spans.push({ line, from, to: lines.length });
    lines.push("},");
  };
  for (const { code } of page.examples) {
    if (fileOf(code) === null) add(code.start, returning(withoutImports(code.text)));
  }
  for (const { how, model, rows } of page.tables) {
    const wrap = ROWS[how];
    if (wrap) for (const { line, code } of rows) add(line, wrap(model, code));
  }
  return { text: [...lines, "};", ""].join("\n"), spans };
}

/** The models that the page's own files declare, where its examples use them. */
export function ownModels({ project, imports }: Page): string[] {
  const declared = project.flatMap(({ code }) => [...code.text.matchAll(/^export class (\w+) extends/gm)]);
  const names = declared.map((match) => match[1] ?? "");
  return names.filter((name) => imports.some((line) => new RegExp(`\\b${name}\\b`).test(line)));
}

/** Every name once: blocks of one page may import the same. */
function importsOf(page: Page, clients: Clients): string[] {
  const own = ownModels(page);
  const lines = new Set<string>();
  for (const line of page.imports) {
    const [, type = "", names = "", from] = /^import (type )?\{([^}]*)\} from "(.*)";$/s.exec(line) ?? [];
    if (from !== "./generated/index.js") {
      lines.add(line.replace(/(?<=from ").*(?=";)/u, elsewhere(from ?? line)));
      continue;
    }
    for (const name of names.split(",").map((each) => each.trim())) {
      const client = JSON.stringify(own.includes(name) ? clients.own : clients.library);
      if (name !== "") lines.add(`import ${type}{ ${name} } from ${client};`);
    }
  }
  return [...lines];
}

/** What a page imports beside its client. */
function elsewhere(from: string): string {
  if (from === "ormgen/testing" || from === "ormgen/opentelemetry") return from;
  // The page's module stands where no packages are installed.
  if (from.startsWith("@opentelemetry/")) return createRequire(import.meta.url).resolve(from);
  throw new Error(`a page imports ${from}`);
}

/** The code with its last expression given back. */
function returning(code: string): string {
  const last = ts.createSourceFile("example.ts", code, ts.ScriptTarget.Latest).statements.at(-1);
  if (!last || !ts.isExpressionStatement(last)) return code;
  const { expression } = last;
  return `${code.slice(0, expression.pos)} return (${code.slice(expression.pos, expression.end)});`;
}
