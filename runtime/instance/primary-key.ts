import { keyOf, metaOf, write, type Instance } from "../meta/instance-identity.js";
import { writeKey } from "../meta/key.js";

/** What `book.pk` is: the primary key, a list where it has several columns, undefined before there is one. */
export function primaryKeyOf(instance: Instance): never {
  return keyOf(instance) as never;
}

/**
 * `book.pk = 3`; with null there is no key, and `save()` makes another row: Django's way to copy one.
 * https://docs.djangoproject.com/en/stable/topics/db/queries/#copying-model-instances
 */
export function setPrimaryKey(instance: Instance, value: unknown): void {
  const { pk, primaryKey } = metaOf(instance);
  if (value !== null && value !== undefined) return writeKey(instance, pk, value);
  for (const { attribute } of primaryKey) write(instance, attribute, undefined);
}
