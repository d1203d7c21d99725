import type { Key } from "../../meta/key.js";
import type { ModelMeta } from "../../meta/meta.js";
import type { OnDelete } from "../../meta/spec.js";

/** A foreign key that refers to a model. */
export interface Incoming {
  readonly target: ModelMeta;
  readonly model: ModelMeta;
  readonly column: Key;
  /** What it refers to: the target's primary key, or other columns of it. */
  readonly far: Key;
  readonly onDelete: OnDelete;
}

const known = new WeakMap<ModelMeta, readonly Incoming[]>();

/** Every foreign key that refers to a model, those of its through models and hidden ones included. */
export function incomingOf(target: ModelMeta): readonly Incoming[] {
  let made = known.get(target);
  if (!made) {
    made = [...target.relations.values()].flatMap((relation) => {
      const column = relation.inverse?.column;
      const onDelete = relation.inverse?.onDelete;
      const own = relation.kind === "reverseForeignKey" || relation.kind === "reverseOneToOne";
      const far = relation.near;
      return own && column && onDelete ? [{ target, model: relation.target, column, far, onDelete }] : [];
    });
    known.set(target, made);
  }
  return made;
}
