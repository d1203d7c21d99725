import type * as Prettier from "prettier";
import { assemble, dissect, type Dissected } from "./dissect.js";
import type { RenderedFile } from "./file.js";
import { formatTasks } from "./format-tasks.js";
import type { FormatTask } from "./format-text.js";
import { withHeader } from "./header.js";
import { InternalError } from "./internal-error.js";

/** A file that is to be formatted, by the user's options for its place. */
export interface Fresh {
  readonly file: RenderedFile;
  readonly options: Prettier.Options;
  readonly origin: string | null;
}

/** Formats files, and what they have in common once. The texts are what prettier makes of the whole files. */
export async function formatInParts(files: readonly Fresh[]): Promise<string[]> {
  const queue = new Queue();
  const pending = files.map(({ file, options }) => {
    const parts = seesWhole(options) ? null : dissect(file);
    const frame = queue.add({ text: withHeader(parts?.frame ?? file.text), options }, file.path);
    const bodies = parts?.bodies.map(({ text }) => queue.add({ text, options }, file.path)) ?? [];
    return { parts, frame, bodies };
  });
  const texts = await queue.run();
  return pending.map(({ parts, frame, bodies }) =>
    finished(
      parts,
      texts[frame] ?? "",
      bodies.map((at) => texts[at] ?? ""),
    ),
  );
}

function finished(parts: Dissected | null, frame: string, bodies: readonly string[]): string {
  return parts ? assemble(parts, frame, bodies) : frame;
}

/** A plugin may do anything with a file, and a pragma stands once in it. */
function seesWhole({ plugins = [], insertPragma, requirePragma }: Prettier.Options): boolean {
  return plugins.length > 0 || insertPragma === true || requirePragma === true;
}

/** Texts to format, each once. */
class Queue {
  readonly #places = new Map<string, number>();
  readonly #tasks: FormatTask[] = [];
  readonly #paths: string[] = [];

  add(task: FormatTask, path: string): number {
    // Where a file stands decides about its options, and no more.
    const key = JSON.stringify([{ ...task.options, filepath: null }, task.text]);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.#tasks.length);
    this.#paths.push(path);
    return this.#tasks.push(task) - 1;
  }

  run(): Promise<string[]> {
    return formatTasks(this.#tasks, (at, cause) => {
      const [line = ""] = String(cause instanceof Error ? cause.message : cause).split("\n");
      return new InternalError(`The generated ${String(this.#paths[at])} does not parse: ${line}`, { cause });
    });
  }
}
