import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadSchema } from "../../generator/read/load-schema.js";
import type { Schema } from "../../generator/schema/schema.js";

/** The schema of a model file's text; throws where it holds a mistake. */
export function schemaOf(source: string, root = "/project"): Schema {
  const { schema, diagnostics } = loadSchema({
    root,
    files: [join(root, "models/all.ts")],
    read: () => source,
  });
  if (schema === null)
    throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join("\n"));
  return schema;
}

export function writeModels(root: string, source: string, path = "models/all.ts"): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), source);
}

/** A model of every kind of column, and relations in a circle. */
export const EVERYTHING = `
import { Model, fields, index, unique, check } from "ormgen";

/** It's "quoted" */
export class Order extends Model {
  group = fields.text({ maxLength: 40, unique: true, comment: "reserved word's column" });
  note = fields.text({ default: "" });
  slug = fields.slug();
  small = fields.smallInteger({ dbDefault: "1 + 1" });
  count = fields.integer({ index: true, dbDefault: "0" });
  big = fields.bigInteger({ as: "bigint", null: true });
  ratio = fields.float({ null: true });
  price = fields.decimal({ precision: 8, scale: 2 });
  exact = fields.decimal({ null: true });
  open = fields.boolean({ default: true });
  day = fields.date({ null: true });
  hour = fields.time({ null: true });
  at = fields.timestamp({ autoNowAdd: true, dbDefault: "now()" });
  lasts = fields.interval({ null: true });
  code = fields.uuid({ dbDefault: "gen_random_uuid()" });
  data = fields.json<{ a: number }>({ default: {} });
  raw = fields.bytes({ null: true });
  state = fields.choice(["a", "b'c"], { default: "a" });
  mood = fields.enum(["sad", "it's ok"], { name: "Mood", null: true });
  words = fields.array(fields.text(), { null: true });
  span = fields.range("date", { null: true });
  host = fields.inet({ null: true });
  twice = fields.generated(fields.integer(), { as: "count * 2 -- doubled" });
  line = fields.foreignKey(() => Line, { onDelete: "setNull", null: true, relatedName: "+" });
  static options = {
    table: "order",
    indexes: [index("group", "-count", { where: "count > 0" }), index("note", { using: "gin", ops: "gin_trgm_ops" })],
    constraints: [unique("group", "count"), check("price_positive", "price >= 0")],
  };
}

export class Line extends Model {
  order = fields.foreignKey(() => Order, { onDelete: "cascade", relatedName: "lines" });
  tags = fields.manyToMany(() => Label, { relatedName: "lines" });
  parent = fields.foreignKey(() => Line, { onDelete: "cascade", null: true, relatedName: "children" });
}

export class Label extends Model {
  name = fields.text({ maxLength: 50, primaryKey: true });
}

export class View extends Model {
  name = fields.text();
  static options = { table: "a_view", managed: false };
}
`;
