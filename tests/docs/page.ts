/** A fenced block: its lines in the page are `start` (the fence) to `end` (the fence that closes it). */
export interface Fence {
  readonly info: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A table whose first column, or that headed `ormgen`, is run: `<!-- run: filter Book -->` stands before it. */
export interface Table {
  /** `filter`, `annotate`, `order`, `aggregate`, `field` or `code`. */
  readonly how: string;
  readonly model: string;
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  readonly line: number;
  readonly code: string;
  readonly cells: readonly string[];
}

/** Code with the blocks that tell what comes of it. */
export interface Example {
  readonly code: Fence;
  readonly outputs: readonly Fence[];
}

export interface Page {
  /** The import lines of all blocks, without those of model files. */
  readonly imports: readonly string[];
  /** `declare module` blocks: they hold for all examples. */
  readonly declarations: readonly string[];
  /** Blocks of TypeScript that are run. */
  readonly examples: readonly Example[];
  /** Model files, and commands of a shell, in the order of the page. */
  readonly project: readonly Example[];
  readonly tables: readonly Table[];
}

const OUTPUTS = ["sql", "json", "text"];

export function parsePage(markdown: string): Page {
  const lines = markdown.split("\n");
  const fences = fencesOf(lines);
  const examples: Example[] = [];
  const project: Example[] = [];
  const imports: string[] = [];
  const declarations: string[] = [];
  for (const [at, code] of fences.entries()) {
    const outputs = outputsBehind(fences.slice(at + 1), code, lines);
    if (code.info === "sh" || isModelFile(code)) project.push({ code, outputs });
    else if (/^ts( error)?$/.test(code.info)) {
      imports.push(...(code.text.match(/^import [^;]*;/gm) ?? []));
      declarations.push(...(code.text.match(DECLARATION) ?? []));
      if (withoutImports(code.text).trim() !== "") examples.push({ code, outputs });
    }
  }
  return { imports, declarations, examples, project, tables: tablesOf(lines) };
}

const DECLARATION = /^declare module [^]*?^\}/gm;

/** The text with everything emptied that stands outside functions: the other lines stay where they are. */
export function withoutImports(text: string): string {
  return [/^import [^;]*;/gm, DECLARATION].reduce(
    (left, part) => left.replace(part, (found) => found.replace(/[^\n]/g, "")),
    text,
  );
}

/** Whether a file of the page is a migration: it is written, and no model. */
export function isMigration(code: Fence): boolean {
  return fileOf(code)?.startsWith("migrations/") === true;
}

/** `// models/shop.ts` in the first line of a block says which file it is. */
export function fileOf({ text }: Fence): string | null {
  return /^\/\/ ([\w./-]+\.ts)\n/.exec(text)?.[1] ?? null;
}

function isModelFile(code: Fence): boolean {
  return code.info === "ts" && fileOf(code) !== null;
}

function fencesOf(lines: readonly string[]): Fence[] {
  const found: Fence[] = [];
  let open: { info: string; start: number } | null = null;
  for (const [at, line] of lines.entries()) {
    const info = /^```(.*)$/.exec(line)?.[1];
    if (info === undefined) continue;
    if (open === null) open = { info: info.trim(), start: at };
    else {
      found.push({ ...open, text: lines.slice(open.start + 1, at).join("\n"), end: at });
      open = null;
    }
  }
  return found;
}

/** The blocks of output that follow the code with nothing but empty lines between. */
function outputsBehind(fences: readonly Fence[], code: Fence, lines: readonly string[]): Fence[] {
  const outputs: Fence[] = [];
  let end = code.end;
  for (const fence of fences) {
    const between = lines
      .slice(end + 1, fence.start)
      .join("")
      .trim();
    if (between !== "" || !OUTPUTS.includes(fence.info)) break;
    outputs.push(fence);
    end = fence.end;
  }
  return outputs;
}

function tablesOf(lines: readonly string[]): Table[] {
  return lines.flatMap((line, at) => {
    const [, how, model = ""] = /^<!-- run: (\w+)(?: (\w+))? -->$/.exec(line) ?? [];
    if (how === undefined) return [];
    const start = lines.findIndex((each, index) => index > at && each.startsWith("|"));
    const rest = lines.slice(start);
    const length = rest.findIndex((each) => !each.startsWith("|"));
    const [header = "", , ...rows] = rest.slice(0, length === -1 ? undefined : length);
    return [
      {
        how,
        model,
        header: cellsOf(header),
        rows: rows.map((row, index) => {
          const cells = cellsOf(row);
          const code = cells[Math.max(0, cellsOf(header).indexOf("ormgen"))] ?? "";
          return { line: start + 2 + index, code: bare(code), cells };
        }),
      },
    ];
  });
}

export function cellsOf(row: string): string[] {
  return row
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
}

export function rowOf(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** The code between backticks. */
export function bare(cell: string): string {
  return cell.replace(/^(`+) ?/, "").replace(/ ?(`+)$/, "");
}

export function quoted(code: string): string {
  return code.includes("`") ? `\`\` ${code} \`\`` : `\`${code}\``;
}
