import type { ts } from "ts-morph";
import type { CarriedFact, DeclarationFact } from "../../schema/facts.js";
import type { CarriedImport, Code } from "../../schema/schema.js";
import { textOf, type Edit } from "./edit.js";
import { freeNames, type Reference } from "./free-names.js";
import type { ModelClasses } from "../model-classes.js";
import type { Module } from "../source/module.js";
import { resolveReference, type Meaning } from "./reference.js";
import type { Resolver } from "../source/resolve.js";
import { posix, type Sources } from "../source/sources.js";
import { asDeclared, thisParameter, withoutExport, withoutOverride, withoutThis } from "./strip.js";

/** A piece of code that goes to the client, and the file whose names it uses. */
export interface Piece {
  readonly node: ts.Node;
  readonly module: Module;
}

export interface Carrier {
  /** The text as it reads in the client: without `this` parameter, other files' names by their own name. */
  readonly text: (piece: Piece) => string;
  /** The same, remembered: `pieceOf` gives the piece back. */
  readonly code: (piece: Piece, text?: string) => Code;
  readonly pieceOf: (code: Code) => Piece | null;
  /** What pieces need beside themselves, and that needs in turn. */
  readonly collect: (pieces: readonly Piece[], self: string | null) => CarriedFact;
}

export function createCarrier(
  root: string,
  sources: Sources,
  resolver: Resolver,
  classes: ModelClasses,
): Carrier {
  const pieces = new WeakMap<Code, Piece>();
  return { text, code, pieceOf: (code) => pieces.get(code) ?? null, collect };

  function code(piece: Piece, written = text(piece)): Code {
    const made = { text: written };
    pieces.set(made, piece);
    return made;
  }

  function references({ node, module }: Piece): readonly (readonly [Reference, Meaning])[] {
    const self = thisParameter(node);
    return freeNames(node, (child) => child === self).flatMap((reference) => {
      const meaning = resolveReference(reference.node, module, sources, resolver, classes);
      return meaning ? [[reference, meaning] as const] : [];
    });
  }

  function text(piece: Piece): string {
    const renames = references(piece).flatMap(([reference, meaning]): Edit[] => {
      if (meaning.name === null || (meaning.node === reference.node && meaning.name === reference.name))
        return [];
      const prefix = reference.shorthand ? `${reference.name}: ` : "";
      return [{ start: meaning.node.getStart(), end: meaning.node.getEnd(), text: prefix + meaning.name }];
    });
    const { node } = piece;
    const stripped = [...withoutThis(node), ...withoutExport(node), ...withoutOverride(node)];
    return textOf(node, [...renames, ...asDeclared(node), ...stripped]);
  }

  function collect(pieces: readonly Piece[], self: string | null): CarriedFact {
    const imports = new Map<string, CarriedImport>();
    const declarations = new Map<ts.Node, DeclarationFact>();
    const models = new Set<string>();
    const generated = new Set<string>();
    const generatedValues = new Set<string>();
    const queue = [...pieces];
    for (let piece = queue.shift(); piece; piece = queue.shift()) {
      for (const [{ type }, meaning] of references(piece)) {
        if (meaning.kind === "model") models.add(meaning.key);
        else if (meaning.kind === "generated") {
          generated.add(meaning.name);
          if (!type) generatedValues.add(meaning.name);
        } else if (meaning.kind === "import") addImport(meaning.binding, type);
        else for (const statement of meaning.statements) addDeclaration(statement, meaning.module);
      }
    }
    if (self !== null) models.delete(self);
    return {
      imports: sorted([...imports.values()], ({ name }) => name),
      declarations: [...declarations.values()].sort((a, b) => compare(a.file, b.file) || a.offset - b.offset),
      models: [...models].sort(compare),
      generated: [...generated].sort(compare),
      generatedValues: [...generatedValues].sort(compare),
    };

    function addImport(binding: CarriedImport, type: boolean): void {
      const key = `${binding.name} ${binding.imported} ${binding.from}`;
      const typeOnly = (binding.typeOnly || type) && (imports.get(key)?.typeOnly ?? true);
      imports.set(key, { ...binding, typeOnly });
    }

    function addDeclaration(statement: ts.Statement, module: Module): void {
      if (declarations.has(statement)) return;
      const piece = { node: statement, module };
      declarations.set(statement, {
        names: [...module.declarations].filter(([, all]) => all.includes(statement)).map(([name]) => name),
        file: posix(module.path.slice(root.length + 1)),
        offset: statement.pos,
        text: text(piece),
      });
      queue.push(piece);
    }
  }
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sorted<T>(items: T[], key: (item: T) => string): readonly T[] {
  return items.sort((a, b) => compare(key(a), key(b)));
}
