/** `npm run bench`: how long a cold `npx ormgen` takes for a hundred models, and how much memory, as a user has it. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MODELS = 100;
const COMMAND = fileURLToPath(new URL("../dist/bin/ormgen.js", import.meta.url));
/** Run inside the measured process, which tells its own peak when it ends. */
const REPORT = `process.on("exit", () => {
  process.stderr.write("peak " + process.resourceUsage().maxRSS + "\\n");
});`;

const root = mkdtempSync(join(tmpdir(), "ormgen-bench-"));
try {
  mkdirSync(join(root, "models"));
  for (let index = 0; index < MODELS; index++) {
    writeFileSync(join(root, "models", `model-${String(index)}.ts`), modelFile(index));
  }
  writeFileSync(join(root, "report.mjs"), REPORT);
  for (const label of ["cold", "again"]) {
    const started = performance.now();
    const { status, stderr } = spawnSync(
      process.execPath,
      ["--import", join(root, "report.mjs"), COMMAND, "--quiet"],
      { cwd: root, encoding: "utf8" },
    );
    if (status !== 0) throw new Error(stderr);
    const seconds = (performance.now() - started) / 1000;
    const megabytes = Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024;
    console.log(`${label}: ${seconds.toFixed(2)} s, ${megabytes.toFixed(0)} MB`);
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}

/** Ten fields and three relations, to models of other files. */
function modelFile(index: number): string {
  const others = [1, 2, 3].map((step) => (index + step * 7) % MODELS);
  const imports = [...new Set(others)].filter((other) => other !== index);
  return `import { Model, fields } from "ormgen";
${imports.map((other) => `import { Model${String(other)} } from "./model-${String(other)}.js";`).join("\n")}

/** Model number ${String(index)}. */
export class Model${String(index)} extends Model {
  name = fields.text({ maxLength: 100 });
  slug = fields.slug({ unique: true });
  email = fields.email({ null: true });
  count = fields.integer({ default: 0 });
  price = fields.decimal({ precision: 8, scale: 2 });
  rating = fields.float({ null: true });
  active = fields.boolean({ default: true });
  day = fields.date({ null: true });
  at = fields.timestamp({ autoNowAdd: true });
  state = fields.choice(["open", "closed"], { default: "open" });
${others.map((other, which) => `  to${String(which)} = fields.foreignKey(() => Model${String(other)}, { onDelete: "cascade", relatedName: "from${String(index)}x${String(which)}" });`).join("\n")}
}
`;
}
