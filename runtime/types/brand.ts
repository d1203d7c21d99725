/** Marks ormgen's own objects in types; nothing carries it at run time. */
export declare const brand: unique symbol;
