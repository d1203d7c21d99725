import type { brand } from "./brand.js";

/**
 * The type of a relation that the query did not load: using it fails to compile, and the message is the fix.
 *
 * ```ts
 * const book = await Book.objects.get({ id: 3 });
 * book.author.name;
 * // Property 'name' does not exist on type 'NotLoaded<"Book.author is not loaded:
 * // add .selectRelated('author') or await book.fetchAuthor()">'
 * ```
 *
 * In plain JavaScript the same access throws `RelationNotLoaded`.
 */
// eslint-disable-next-line @typescript-eslint/no-unused-vars -- the parameter is the message that tsc prints
export interface NotLoaded<Message extends string> {
  readonly [brand]: "instance";
}

/** The type of a column left out by `only()` or `defer()`. In plain JavaScript reading it throws `FieldDeferred`. */
export interface Deferred<Message extends string> {
  readonly [brand]: Message;
}

/** The type that a wrong key, path or operand gets, so that tsc prints the message. */
export interface Invalid<Message> {
  readonly [brand]: Message;
}
