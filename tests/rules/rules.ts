import { arrows, roomOf, roomsSeen } from "./arrows.js";
import { hasDefaultExport, importsOf, type SourceText } from "./imports.js";

const LINES = 300;

interface Rule {
  readonly name: string;
  readonly applies: (path: string) => boolean;
  /** What is wrong with the file, or nothing. */
  readonly broken: (file: SourceText) => readonly string[];
}

const below =
  (...rooms: readonly string[]) =>
  (path: string): boolean =>
    rooms.some((room) => path.startsWith(`${room}/`));

/** Imports that match, whole: `generator/schema` of `generator/schema/names.js`. */
const importing = (forbidden: (module: string) => boolean) => (file: SourceText) =>
  importsOf(file)
    .filter(forbidden)
    .map((module) => `imports ${module}`);

const PARSERS = ["ts-morph", "prettier", "commander", "typescript"];

export const rules: readonly Rule[] = [
  {
    name: "the runtime never imports the generator, nor its tools",
    applies: below("runtime"),
    broken: importing((module) => below("generator", "templates", "bin")(module) || PARSERS.includes(module)),
  },
  {
    name: "generated code imports ormgen/runtime, its fellows, and what model files import",
    applies: (path) => /^fixtures\/\w+\/generated\//.test(path),
    broken: importing(
      (module) =>
        module !== "ormgen/runtime" &&
        !module.startsWith("node:") &&
        !/^fixtures\/\w+\/(?:generated|models)\//.test(module),
    ),
  },
  {
    name: "the schema knows no parser and no text",
    applies: below("generator/schema"),
    broken: importing(
      (module) =>
        PARSERS.includes(module) ||
        below("generator/read", "generator/emit", "generator/cli", "templates", "runtime")(module),
    ),
  },
  {
    name: "arrows between rooms run one way",
    applies: (path) => roomOf(path) in arrows,
    broken: (file) =>
      roomsSeen(file)
        .filter((room) => !arrows[roomOf(file.path)]?.includes(room))
        .map((room) => `looks into ${room}`),
  },
  {
    name: "what model files import is light",
    applies: below("generator/define"),
    broken: importing((module) => !below("generator/define")(module)),
  },
  {
    name: "no default exports",
    applies: below("bin", "generator", "runtime", "templates", "tests", "bench", "examples"),
    broken: (file) => (hasDefaultExport(file) ? ["has a default export"] : []),
  },
  {
    name: "nothing is called utils",
    applies: () => true,
    broken: ({ path }) =>
      /(?:^|\/)(?:utils?|helpers?)(?:\/|\.ts$)/.test(path) ? ["says nothing by its name"] : [],
  },
  {
    name: `no file is longer than ${String(LINES)} lines`,
    applies: below("bin", "generator", "runtime", "templates", "bench", "examples"),
    broken: ({ text }) => {
      const lines = text.split("\n").length - 1;
      return lines > LINES ? [`has ${String(lines)} lines`] : [];
    },
  },
];

export function violationsOf(files: readonly SourceText[]): string[] {
  return files.flatMap((file) =>
    rules
      .filter((rule) => rule.applies(file.path))
      .flatMap((rule) => rule.broken(file).map((problem) => `${file.path} ${problem}: ${rule.name}`)),
  );
}
