import { relative, sep } from "node:path";
import { glob } from "tinyglobby";
import type { Settings } from "../config/settings.js";
import { CommandFailed } from "./failures.js";

/**
 * The model files, absolute and sorted: never those of the client itself.
 *
 * Throws `CommandFailed` where there are none.
 */
export async function findModelFiles(settings: Settings): Promise<string[]> {
  const { root, models, output } = settings;
  const below = relative(root, output).split(sep).join("/");
  const ignore = [
    "**/node_modules/**",
    "**/*.d.ts",
    ...(below === "" || below.startsWith("..") ? [] : [`${below}/**`]),
  ];
  const files = await glob([...models], { cwd: root, absolute: true, ignore, expandDirectories: false });
  if (files.length === 0) {
    throw new CommandFailed(
      `No model files match ${models.join(", ")} in ${root}: write one (\`npx ormgen init\` makes an example), ` +
        "or set `models` in ormgen.config.ts",
    );
  }
  return files.sort();
}
