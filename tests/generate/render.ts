import { fileURLToPath } from "node:url";
import { globSync } from "tinyglobby";
import type { Pairs, Settings } from "../../generator/config/settings.js";
import { loadSettings } from "../../generator/config/load-settings.js";
import type { RenderedFile } from "../../generator/emit/file.js";
import { formatFiles } from "../../generator/emit/format.js";
import { renderClient } from "../../templates/render-client.js";
import { loadSchema } from "../../generator/read/index.js";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface RenderOptions {
  readonly pairs?: Pairs;
  readonly lazy?: Settings["lazy"];
  /** In which order the model files come to the generator. */
  readonly order?: (files: string[]) => string[];
}

/** The client of the models below a folder, as it would be written; nothing is written. */
export async function render(root: string, options: RenderOptions = {}): Promise<RenderedFile[]> {
  const { files, output } = await renderUnformatted(root, options);
  return formatFiles(files, output);
}

/** The same before it is formatted. */
export async function renderUnformatted(root: string, options: RenderOptions = {}) {
  const { order = (files) => files, ...overrides } = options;
  const settings = { ...(await loadSettings({ cwd: root })), ...overrides };
  const files = order(globSync(["models/**/*.ts"], { cwd: root, absolute: true }).sort());
  const { schema, diagnostics } = loadSchema({ root, files, output: settings.output });
  if (schema === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return { files: renderClient(schema, settings), output: settings.output };
}
