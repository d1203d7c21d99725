import type { CarriedImport, Code, Member, Position } from "./schema.js";

/** A piece of a model file's text: where it begins, and where it ends (exclusive). */
export interface Span {
  readonly position: Position;
  readonly end: { readonly line: number; readonly column: number };
}

/** What is known of an expression without running it. */
export type Value = Scalar | List | Dictionary | Call | Expression;

export interface Scalar {
  readonly kind: "scalar";
  readonly value: null | boolean | number | string;
  readonly span: Span;
}

export interface List {
  readonly kind: "list";
  readonly items: readonly Value[];
  readonly span: Span;
  /** The text at the place of use, for a value that turns out to be carried. */
  readonly code: Code;
}

export interface Dictionary {
  readonly kind: "dictionary";
  readonly entries: readonly Entry[];
  readonly span: Span;
  readonly code: Code;
}

export interface Entry {
  readonly key: string;
  readonly value: Value;
  /** The key's place. */
  readonly span: Span;
}

/** A call of one of ormgen's own functions: `fields.text(…)`, `index(…)`. */
export interface Call {
  readonly kind: "call";
  readonly of: "fields" | "index" | "unique" | "check" | "exclude" | "sql";
  /** `text` of `fields.text`; for the others the same as `of`. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly arguments: readonly Value[];
  readonly typeArgument: Code | null;
  readonly span: Span;
}

/** Anything that only running the file could tell. */
export interface Expression {
  readonly kind: "expression";
  readonly form: "function" | "other";
  readonly code: Code;
  /** Why it is not known: `"limit" is not a const`. */
  readonly reason: string;
  /** For `() => Author`: what the function gives. */
  readonly target: TargetFact | null;
  readonly span: Span;
}

export interface TargetFact {
  /** As written. */
  readonly name: string;
  /** The key of the class in `Facts`, or null if it is no model. */
  readonly model: string | null;
  /** Why it is no model. */
  readonly reason: "missing" | "notExported" | "notAModel" | "notModelFile" | null;
  readonly span: Span;
}

export interface FieldFact {
  readonly name: string;
  readonly span: Span;
  readonly comment: string | null;
  readonly call: Call;
}

export interface MemberFact extends Member {
  /** Whether it gives a promise, as far as its text says so. */
  readonly async: boolean;
  readonly span: Span;
}

/** A top-level declaration that carried code needs, and where it stands, for file order. */
export interface DeclarationFact {
  readonly names: readonly string[];
  readonly file: string;
  readonly offset: number;
  readonly text: string;
}

export interface CarriedFact {
  readonly imports: readonly CarriedImport[];
  readonly declarations: readonly DeclarationFact[];
  /** Keys of classes in `Facts`. */
  readonly models: readonly string[];
  readonly generated: readonly string[];
  /** Those of `generated` that are used as values. */
  readonly generatedValues: readonly string[];
}

/** A class that extends `Model`, as written. */
export interface ModelFact {
  /** File and name: names alone may be taken twice. */
  readonly key: string;
  readonly name: string;
  /** The name's place. */
  readonly span: Span;
  readonly exported: boolean;
  /** Declared `abstract class`. */
  readonly abstract: boolean;
  /** The key of the model that it extends, or null for `Model` itself. */
  readonly base: string | null;
  readonly comment: string | null;
  readonly fields: readonly FieldFact[];
  readonly options: Value | null;
  readonly querysetMethods: readonly MemberFact[];
  readonly managerMethods: readonly MemberFact[];
  /** `static managers = { name: { … } }`: further managers beside `objects`. */
  readonly managers: readonly ManagerFact[];
  /** `static hooks = { … }`: what runs before and after an instance is saved or deleted. */
  readonly hooks: readonly MemberFact[];
  readonly members: readonly MemberFact[];
  readonly carried: CarriedFact;
}

export interface ManagerFact {
  readonly name: string;
  readonly span: Span;
  readonly methods: readonly MemberFact[];
}

/** What model files say, before any of it is judged. */
export interface Facts {
  readonly models: readonly ModelFact[];
}
