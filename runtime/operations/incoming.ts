import type { ColumnMeta } from "../meta/column.js";
import type { ModelMeta } from "../meta/meta.js";
import type { OnDelete } from "../meta/spec.js";

/** A foreign key that refers to a model. */
export interface Incoming {
  readonly target: ModelMeta;
  readonly model: ModelMeta;
  readonly column: ColumnMeta;
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
      return own && column && onDelete ? [{ target, model: relation.target, column, onDelete }] : [];
    });
    known.set(target, made);
  }
  return made;
}
