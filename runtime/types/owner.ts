import type { owner } from "./brand.js";
import type { Expression } from "./expression.js";
import type { ModelType } from "./model-type.js";
import type { Invalid } from "./not-loaded.js";

/** A reference that begins at a model: `Ticket.f.id`, and `Ticket.f.author.name` too. */
export interface OwnedBy<Root> {
  readonly [owner]: Root;
}

/** What is said of a reference in a query of another model. */
export type Stray<
  O,
  M extends ModelType,
> = `a field of ${O & string} stands in a query of ${M["name"]}: write outerRef(${O & string}.f.…)`;

/** Of an expression that a query of the named model takes: it begins at no other model. */
export interface AskedBy<Name extends string> {
  readonly [owner]?:
    Name | Invalid<`${Name} is asked: write outerRef() around a field of another model`> | undefined;
}

export type AskedOf<M extends ModelType> = AskedBy<M["name"]>;

export interface AskedExpression<M extends ModelType> extends Expression, AskedOf<M> {}

/** The problem of an expression that begins at another model, or never. */
export type StrayProblem<M extends ModelType, E> =
  OwnerOf<E> extends infer O ? (O extends M["name"] ? never : Stray<O, M>) : never;

/** A condition on rows of a model: a variable that holds it takes one that names no model, too. */
export interface Said<Root> {
  readonly [owner]?: Root;
}

/** The models that expressions begin at. */
export type OwnerOf<E> =
  E extends OwnedBy<infer Root>
    ? Root
    : E extends Said<infer Root>
      ? unknown extends Root
        ? never
        : Exclude<Root, undefined>
      : never;

/** What is made of expressions belongs to the query that they belong to. */
export type OwnedAs<E, Made> = [OwnerOf<E>] extends [never] ? Made : Made & Said<OwnerOf<E>>;
