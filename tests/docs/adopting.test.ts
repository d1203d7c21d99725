import { mkdtempSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { globSync } from "tinyglobby";
import { expect, onTestFinished, test } from "vitest";
import { ROOT } from "../generate/render.js";
import { createDatabase } from "../server/database.js";
import { compare, UPDATE } from "./compare.js";
import { fileOf, parsePage } from "./page.js";
import { createShell } from "./shell.js";
import { updatePage, type Change } from "./update.js";

/** Each command of these pages is run over a real database of another tool's, and its output compared. */
const pages = globSync(["docs/adopting/*.md"], { cwd: ROOT }).sort();

test.each(pages)(
  "%s",
  async (path) => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), "ormgen-adopting-")));
    const database = await createDatabase();
    onTestFinished(async () => {
      await database.drop();
      rmSync(root, { recursive: true, force: true });
    });
    const shell = createShell(root, database);
    const changes: Change[] = [];
    const ran: string[] = [];
    for (const example of parsePage(readFileSync(join(ROOT, path), "utf8")).project) {
      const file = fileOf(example.code);
      if (file !== null) {
        mkdirSync(dirname(join(root, file)), { recursive: true });
        writeFileSync(join(root, file), `${example.code.text}\n`);
        continue;
      }
      const printed: string[] = [];
      for (const line of example.code.text.split("\n")) printed.push(await shell(line));
      ran.push(...example.code.text.split("\n"));
      compare(
        example,
        example.outputs.map(() => printed.join("").trimEnd()),
        changes,
      );
    }
    if (UPDATE) await updatePage(join(ROOT, path), changes);
    expect(ran).toEqual(
      expect.arrayContaining(["npx ormgen migrate --fake-initial", "npx ormgen drift", "npx tsx program.ts"]),
    );
  },
  240_000,
);
