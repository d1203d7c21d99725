import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SCAFFOLD } from "./scaffold-files.js";

export interface Scaffolded {
  readonly created: readonly string[];
  readonly kept: readonly string[];
  readonly warnings: readonly string[];
}

/** Writes the files of a first project; one that exists is left as it is. */
export function scaffold(root: string): Scaffolded {
  const created: string[] = [];
  const kept: string[] = [];
  for (const [path, text] of Object.entries(SCAFFOLD)) {
    const place = join(root, path);
    mkdirSync(dirname(place), { recursive: true });
    try {
      writeFileSync(place, text, { flag: "wx" });
      created.push(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      kept.push(path);
    }
  }
  return { created, kept, warnings: warnings(root) };
}

function warnings(root: string): string[] {
  const file = join(root, "package.json");
  if (!existsSync(file))
    return ["there is no package.json: run `npm init -y`, `npm pkg set type=module`, `npm install ormgen`"];
  let content: { type?: unknown } | null = null;
  try {
    content = JSON.parse(readFileSync(file, "utf8")) as { type?: unknown };
  } catch {
    return ["package.json is not JSON"];
  }
  const ignored = existsSync(join(root, ".gitignore")) ? readFileSync(join(root, ".gitignore"), "utf8") : "";
  return [
    ...(content?.type === "module"
      ? []
      : ['package.json says no "type": "module", which the client needs: run `npm pkg set type=module`']),
    ...(/^\/?\.ormgen\/?$/m.test(ignored)
      ? []
      : [".gitignore does not name .ormgen/, the embedded database: add it"]),
  ];
}
