export interface Block {
  readonly language: string;
  readonly text: string;
  /** From 1: where the block's text begins. */
  readonly line: number;
}

/** The fenced blocks of a page, or of one section of it. */
export function blocksOf(markdown: string, section?: string): Block[] {
  const blocks: Block[] = [];
  let heading = "";
  let open: { language: string; lines: string[]; line: number } | null = null;
  markdown.split("\n").forEach((line, index) => {
    const fence = /^```(\w*)\s*$/.exec(line);
    if (open === null) {
      if (fence) open = { language: fence[1] ?? "", lines: [], line: index + 2 };
      else heading = /^##? (.*)$/.exec(line)?.[1] ?? heading;
    } else if (fence) {
      if (section === undefined || heading === section)
        blocks.push({ language: open.language, text: `${open.lines.join("\n")}\n`, line: open.line });
      open = null;
    } else open.lines.push(line);
  });
  return blocks;
}

/** `// models/review.ts` in the first line of a block says which file it is. */
export function fileOf({ text }: Block): string | null {
  return /^\/\/ ([\w./-]+\.ts)\n/.exec(text)?.[1] ?? null;
}

/** The files that a page links to, as it says them. */
export function linksOf(markdown: string): string[] {
  const targets = [...markdown.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? "");
  return targets.filter((target) => !/^https?:/.test(target));
}
