import { InvalidValue, withArticle } from "../errors/index.js";
import { stateOf } from "../instance/instance.js";
import { keyOf, metaOf, read, write, type Instance } from "../meta/instance-identity.js";
import { relationLabel } from "../meta/relation.js";

/**
 * An instance assigned before it was saved has its key now: takes it over.
 *
 * @throws InvalidValue where it still has none, as Django refuses to save with an unsaved related object.
 */
export function adoptRelatedKeys(instance: Instance): void {
  for (const [name, related] of stateOf(instance).relations ?? []) {
    const relation = metaOf(instance).relation(name);
    if (!relation?.column || related === null) continue;
    if (read(instance, relation.column.attribute) != null) continue;
    const key = keyOf(related);
    if (key === undefined) {
      throw new InvalidValue(
        `${relationLabel(relation)} holds ${withArticle(relation.target.name)} that is not saved: save it first`,
      );
    }
    write(instance, relation.column.attribute, key);
  }
}
