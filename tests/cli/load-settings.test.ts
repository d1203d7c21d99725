import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadSettings } from "../../generator/config/load-settings.js";

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "ormgen-config-"));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

test("without a file, every default", async () => {
  expect(await loadSettings({ cwd })).toEqual({
    root: cwd,
    file: null,
    models: ["models/**/*.ts"],
    output: join(cwd, "generated"),
    migrations: join(cwd, "migrations"),
    pairs: "node",
    lazy: "sync",
    timeZone: "UTC",
    embedded: join(cwd, ".ormgen"),
    importExtension: ".js",
  });
});

test("a TypeScript file with defineConfig, where ormgen is not installed", async () => {
  writeFileSync(
    join(cwd, "ormgen.config.ts"),
    'import { defineConfig, type Config } from "ormgen/config";\nconst lazy: Config["lazy"] = "never";\n' +
      'export default defineConfig({ models: ["a/*.ts"], output: "../out", lazy, pairs: { async: "{name}Later", sync: "{name}" } });',
  );
  const settings = await loadSettings({ cwd });
  expect(settings).toMatchObject({ models: ["a/*.ts"], output: join(cwd, "../out"), lazy: "never" });
  expect(settings.pairs).toEqual({ async: "{name}Later", sync: "{name}" });
});

test("each other kind of file, and one named on the command line", async () => {
  for (const [name, text] of [
    ["ormgen.config.json", '{ "lazy": "never" }'],
    ["ormgen.config.mjs", 'export default { lazy: "never" };'],
    ["ormgen.config.js", 'export default { lazy: "never" };'],
    ["ormgen.config.mts", 'export default { lazy: "never" as const };'],
  ] as const) {
    writeFileSync(join(cwd, name), text);
    expect((await loadSettings({ cwd })).lazy).toBe("never");
    rmSync(join(cwd, name));
  }
  writeFileSync(join(cwd, "other.json"), '{ "timeZone": "Europe/Berlin" }');
  expect((await loadSettings({ cwd, config: "other.json" })).timeZone).toBe("Europe/Berlin");
  await expect(loadSettings({ cwd, config: "none.json" })).rejects.toThrow(
    "none.json: there is no such file",
  );
});

test("a changed file is read anew", async () => {
  for (const lazy of ["never", "sync"]) {
    writeFileSync(join(cwd, "ormgen.config.ts"), `export default { lazy: "${lazy}" };`);
    expect((await loadSettings({ cwd })).lazy).toBe(lazy);
  }
});

test("every mistake is named, with the nearest key", async () => {
  const mistakes = {
    outptu: "x",
    models: [],
    lazy: "often",
    timeZone: "Mars",
    pairs: { async: "x", sync: "y" },
    embedded: 3,
  };
  writeFileSync(join(cwd, "ormgen.config.json"), JSON.stringify(mistakes));
  await expect(loadSettings({ cwd })).rejects.toMatchObject({
    name: "ConfigError",
    problems: [
      'unknown key "outptu": did you mean "output"?',
      "`models` must be a glob or a list of globs",
      '`lazy` must be "sync" or "never"',
      '`timeZone` must be the name of a time zone such as "UTC" or "Europe/Berlin"',
      expect.stringMatching(/^`pairs` must be "node"/),
      "`embedded` must be a path",
    ],
  });
});

test("a file that does not parse, has no default export, or has a twin", async () => {
  writeFileSync(join(cwd, "ormgen.config.ts"), "export default {");
  await expect(loadSettings({ cwd })).rejects.toThrow(/^ormgen\.config\.ts: cannot be read/);
  writeFileSync(join(cwd, "ormgen.config.ts"), "export const config = {};");
  await expect(loadSettings({ cwd })).rejects.toThrow(/must export its settings as the default/);
  writeFileSync(join(cwd, "ormgen.config.json"), "{}");
  await expect(loadSettings({ cwd })).rejects.toThrow(/stands beside ormgen\.config\.json/);
});
