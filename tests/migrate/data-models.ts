import { HEAD } from "./project.js";

/** Notes with an author and labels. */
export const MODELS = `${HEAD}export class Author extends Model {
  name = fields.text({ maxLength: 50 });
}
export class Label extends Model {
  word = fields.text({ unique: true });
}
export class Note extends Model {
  text = fields.text({ maxLength: 200 });
  slug = fields.text({ null: true });
  done = fields.boolean({ default: false });
  author = fields.foreignKey(() => Author, { onDelete: "cascade", null: true, relatedName: "notes" });
  labels = fields.manyToMany(() => Label, { relatedName: "notes" });
  get loud() { return this.text.toUpperCase(); }
}
`;

/** The head of a data migration. */
export const HEADER = (name: string) => `import { dataMigration } from "ormgen/migrations";
import type { Models } from "./${name}.models.js";
`;
