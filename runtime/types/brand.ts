// They are values so that a declaration file of a user's may name them: no object carries them.

/** Marks ormgen's own objects in types. */
export const brand: unique symbol = Symbol("ormgen.brand");

/** Marks what kind of value a reference stands for, where its TypeScript type does not tell: a decimal is a string. */
export const kind: unique symbol = Symbol("ormgen.kind");

/** Marks what is computed over more rows than its own: an aggregate, a window. */
export const span: unique symbol = Symbol("ormgen.span");

/** Marks whose query a reference belongs to. */
export const owner: unique symbol = Symbol("ormgen.owner");

/** Marks a relation by a name of a queryset's own: by which path it is. */
export const filtered: unique symbol = Symbol("ormgen.filtered");

/** Marks what no operand is. */
export const mixed: unique symbol = Symbol("ormgen.mixed");

/** Marks the type of an expression's value: under a name, editors would offer it among the fields of a condition. */
export const gives: unique symbol = Symbol("ormgen.gives");
