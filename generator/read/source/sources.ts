import { readFileSync } from "node:fs";
import path from "node:path";
import { ts } from "ts-morph";
import { toModule, type Module } from "./module.js";

/** The parsed files: the model files, and what they import, parsed when first asked for. */
export interface Sources {
  readonly modelFiles: readonly Module[];
  /** Model files that could not be read, and why. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  /** The file that an import of `from` names, or null for a package or a file that is not there. */
  readonly find: (from: string, importer: Module) => Module | null;
  /** Whether `from` names something inside the generated client. */
  readonly isGenerated: (from: string, importer: Module) => boolean;
  /** The path from the root to what a relative import names, with the extension as written. */
  readonly pathFromRoot: (from: string, importer: Module) => string;
}

export interface SourcesOptions {
  readonly root: string;
  readonly files: readonly string[];
  /** The folder of the generated client. */
  readonly output: string;
  readonly read?: ((file: string) => string) | undefined;
}

const SUFFIXES = ["", ".ts", ".mts", ".cts", ".tsx", "/index.ts"];
const WRITTEN = /\.(?:js|mjs|cjs|jsx)$/;

export function openSources({ root, files, output, read = readText }: SourcesOptions): Sources {
  const unreadable: { path: string; reason: string }[] = [];
  const modules = new Map<string, Module | null>();
  for (const file of new Set(files.map((file) => path.resolve(file)))) {
    try {
      modules.set(file, parse(file, read(file), true));
    } catch (error) {
      modules.set(file, null);
      unreadable.push({ path: file, reason: reasonOf(error) });
    }
  }
  const modelFiles = [...modules.values()].filter((module) => module !== null);

  return { modelFiles, unreadable, find, isGenerated, pathFromRoot };

  function find(from: string, importer: Module): Module | null {
    if (!isRelative(from) || isGenerated(from, importer)) return null;
    const target = path.resolve(path.dirname(importer.path), from);
    for (const candidate of candidates(target)) {
      const known = modules.get(candidate) ?? load(candidate);
      if (known) return known;
    }
    return null;
  }

  function load(file: string): Module | null {
    if (modules.has(file) || !/\.[cm]?tsx?$/.test(file)) return null;
    let text: string | null = null;
    try {
      text = read(file);
    } catch {
      // Not there: the caller says so where it matters.
    }
    const module = text === null ? null : parse(file, text, false);
    modules.set(file, module);
    return module;
  }

  function isGenerated(from: string, importer: Module): boolean {
    if (!isRelative(from)) return false;
    const relative = path.relative(output, path.resolve(path.dirname(importer.path), from));
    return !relative.startsWith("..") && !path.isAbsolute(relative);
  }

  function pathFromRoot(from: string, importer: Module): string {
    return posix(path.relative(root, path.resolve(path.dirname(importer.path), from)));
  }
}

export function isRelative(from: string): boolean {
  return from.startsWith("./") || from.startsWith("../") || from === "." || from === "..";
}

export function posix(file: string): string {
  return path.sep === "/" ? file : file.replaceAll(path.sep, "/");
}

function candidates(target: string): readonly string[] {
  const bare = target.replace(WRITTEN, "");
  return [...SUFFIXES.map((suffix) => target + suffix), ...SUFFIXES.map((suffix) => bare + suffix)];
}

/** Without the path, which the position has, and which differs from machine to machine. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "it is not readable";
  return code === "ENOENT" ? "it does not exist" : code === "EACCES" ? "permission is denied" : code;
}

function readText(file: string): string {
  return readFileSync(file, "utf8");
}

function parse(file: string, text: string, isModelFile: boolean): Module {
  return toModule(ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true), isModelFile);
}
