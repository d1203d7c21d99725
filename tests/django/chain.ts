/** A query as data: what both sides are asked. Names are ormgen's; the reference spells them as Django does. */
export interface Chain {
  readonly model: string;
  readonly steps: readonly Step[];
}

export type Step =
  | { readonly kind: "filter" | "exclude"; readonly where: readonly Where[] }
  | { readonly kind: "annotate" | "alias"; readonly name: string; readonly to: Expr }
  | { readonly kind: "values"; readonly names: readonly string[] }
  | { readonly kind: "orderBy" | "distinct" | "selectRelated"; readonly names: readonly string[] }
  | {
      readonly kind: "orderByExpr";
      readonly by: Expr;
      readonly descending: boolean;
      readonly nulls: "first" | "last" | null;
    }
  | { readonly kind: "reverse" }
  | { readonly kind: "slice"; readonly offset: number; readonly limit: number }
  | { readonly kind: "union"; readonly other: Chain; readonly all: boolean }
  | { readonly kind: "intersection" | "difference" | "and" | "or"; readonly other: Chain };

/** What stands in a condition. */
export type Where =
  | { readonly kind: "leaf"; readonly key: string; readonly value: Value }
  | { readonly kind: "and" | "or"; readonly parts: readonly Where[] }
  | { readonly kind: "not"; readonly part: Where }
  | { readonly kind: "exists"; readonly of: Chain };

export type Value = { readonly plain: unknown } | { readonly expr: Expr } | { readonly chain: Chain };

export type Expr =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "outer"; readonly path: string }
  | { readonly kind: "value"; readonly value: string | number | boolean }
  | {
      readonly kind: "arithmetic";
      readonly op: "add" | "sub" | "mul" | "mod";
      readonly left: Expr;
      readonly right: Expr;
    }
  | { readonly kind: "call"; readonly name: string; readonly of: readonly Expr[] }
  | {
      readonly kind: "aggregate";
      readonly name: string;
      readonly of: Expr | null;
      readonly distinct: boolean;
      readonly filter: Where | null;
      readonly orderBy?: Expr;
    }
  | { readonly kind: "case"; readonly when: Where; readonly then: Expr; readonly otherwise: Expr | null }
  | { readonly kind: "exists" | "subquery"; readonly of: Chain }
  | {
      readonly kind: "window";
      readonly name: string;
      readonly of: Expr | null;
      readonly partitionBy: readonly Expr[];
      readonly orderBy: readonly Expr[];
      readonly frame: readonly [number | null, number | null] | null;
    }
  | { readonly kind: "condition"; readonly where: Where };

/** How a chain ends. */
export type End =
  | { readonly kind: "rows"; readonly names: readonly string[]; readonly ordered: boolean }
  | {
      readonly kind: "related";
      readonly relation: string;
      readonly model: string;
      readonly steps: readonly Step[];
    }
  | {
      readonly kind: "prefetch";
      readonly path: readonly string[];
      readonly narrow: { readonly model: string; readonly step: Step } | null;
    }
  | { readonly kind: "count" | "exists" | "first" | "last" }
  | { readonly kind: "earliest" | "latest"; readonly names: readonly string[] }
  | { readonly kind: "aggregate"; readonly to: Readonly<Record<string, Expr>> }
  | { readonly kind: "dates"; readonly field: string; readonly unit: string; readonly order: "asc" | "desc" }
  | { readonly kind: "update"; readonly set: Readonly<Record<string, Expr>> }
  | { readonly kind: "delete" };

export interface Question {
  readonly chain: Chain;
  readonly end: End;
}

/** `{ value }`, or the name of the error that was thrown. */
export type Answer =
  { readonly value: unknown; readonly sql?: string } | { readonly error: string; readonly sql?: string };
