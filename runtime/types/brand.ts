/** Marks ormgen's own objects in types; nothing carries it at run time. */
export declare const brand: unique symbol;

/** Marks what kind of value a reference stands for, where its TypeScript type does not tell: a decimal is a string. */
export declare const kind: unique symbol;

/** Marks what is computed over more rows than its own: an aggregate, a window. */
export declare const span: unique symbol;
