import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadSettings } from "../../generator/config/load-settings.js";
import { createSql } from "../../generator/migrate/ddl/create-sql.js";
import { stateOf } from "../../generator/migrate/state/state-of.js";
import { renderClient } from "../../templates/render-client.js";
import { loadSchema } from "../../generator/read/index.js";

/** A queryset of a model that no types are known of. */
export interface Rows {
  all(): Rows;
  filter(where: object): Rows;
  orderBy(...names: string[]): Rows;
  valuesList(...names: (string | { flat: boolean })[]): Rows;
}

export interface DynamicModel {
  readonly objects: Rows;
  new (values: object): object;
}

export interface DynamicClient {
  readonly models: Readonly<Record<string, DynamicModel>>;
  /** The statements that make its tables. */
  readonly sql: string;
  remove(): void;
}

/** Generates the client of a model file's text and imports it. */
export async function clientOf(
  source: string,
  more: { readonly timeZone?: string; readonly extensions?: readonly string[] } = {},
): Promise<DynamicClient> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "ormgen-client-")));
  const settings = { ...(await loadSettings({ cwd: root })), ...more };
  const file = join(root, "models/all.ts");
  const { schema, diagnostics } = loadSchema({
    root,
    files: [file],
    output: settings.output,
    extensions: settings.extensions,
    read: () => source,
  });
  if (schema === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  for (const { path, text } of renderClient(schema, settings)) {
    const target = join(settings.output, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  const models = (await import(join(settings.output, "index.ts"))) as Record<string, DynamicModel>;
  const remove = () => rmSync(root, { recursive: true, force: true });
  return { models, sql: createSql(stateOf(schema)).join("\n"), remove };
}
