import {
  Model,
  check,
  fields,
  index,
  unique,
  type Managers,
  type Methods,
  type ModelOptions,
  type Range,
} from "ormgen";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <T extends true>(): T | undefined => undefined;

/** Points at itself, and at a class below that points back: no type may be circular. */
export class Category extends Model {
  name = fields.text();
  parent = fields.foreignKey(() => Category, { onDelete: "cascade", null: true, relatedName: "children" });
  twin = fields.oneToOne(() => Category, { onDelete: "setNull", null: true });
  related = fields.manyToMany(() => Category, { symmetrical: false });
  first = fields.foreignKey(() => Article, { onDelete: "setNull", null: true });

  static options = { ordering: ["name"], indexes: [index("name")] };

  static roots(): (typeof Category)[] {
    return [Category];
  }

  get label(): string {
    return this.name.toUpperCase();
  }
}

export abstract class Base extends Model {
  static options: ModelOptions = { abstract: true, ordering: ["id"] };
  static queryset: Methods = { first1: () => null };
  static manager: Methods = { base: () => null };
  static managers: Managers = { everything: {} };
  static hooks: Methods = { beforeSave: () => undefined };
}

export class Article extends Base {
  category = fields.foreignKey(() => Category, { onDelete: "restrict" });
  others = fields.manyToMany(() => Category, { through: () => Link, throughFields: ["article", "category"] });
  text = fields.text();
  maybe = fields.text({ null: true, collation: "C" });
  never = fields.text({ null: false });
  chosen = fields.text({ choices: ["a", "b"], default: "a", null: true });
  stars = fields.integer({ choices: [1, 2, 3], default: () => 2 });
  state = fields.choice(["draft", "published"], { default: "draft" });
  size = fields.enum(["small", "large"], { name: "size", null: true });
  big = fields.bigInteger({ as: "bigint", default: 0n });
  views = fields.bigInteger({ default: 0 });
  price = fields.decimal({ precision: 8, scale: 2, default: "0" });
  ratio = fields.decimal({ as: "number", null: true, default: 1 });
  details = fields.json<{ pages: number; isbn?: string }>({ default: {} });
  more = fields.json<string[]>({ null: true, default: () => [] });
  bytes = fields.bytes({ default: () => new Uint8Array() });
  day = fields.date({ autoNow: true });
  at = fields.timestamp({ autoNowAdd: true });
  words = fields.array(fields.text({ maxLength: 3 }), { default: ["a"], null: true });
  grid = fields.array(fields.array(fields.integer()));
  period = fields.range("date", { default: { lower: "2026-01-01", upper: null, bounds: "[)" } });
  spot = fields.custom<{ x: number }>({
    dbType: "point",
    parse: () => ({ x: 1 }),
    serialize: ({ x }) => `${x}`,
  });
  none = fields.custom<number[]>({ dbType: "vector(3)", null: true });
  lower = fields.generated(fields.text({ null: true }), { as: "lower(text)" });
  number = fields.integer({ identity: "always" });
  labels = fields.hstore({ null: true });

  static override options = {
    table: "articles",
    constraints: [unique("text", { where: "true" }), check("named", "text <> ''")],
    indexes: [index("text", "-day", { using: "btree" })],
  };
  static override queryset = { second: () => null };
  static override manager = { third: () => null };
  static override managers = { bin: { base: () => null } };
  static override hooks = { afterSave: () => undefined };
}

export class Link extends Model {
  article = fields.foreignKey(() => Article, { onDelete: "cascade" });
  category = fields.foreignKey(() => Category, { onDelete: "cascade" });
}

is<Equal<Article["text"], string>>();
is<Equal<Article["maybe"], string | null>>();
is<Equal<Article["never"], string>>();
is<Equal<Article["chosen"], "a" | "b" | null>>();
is<Equal<Article["stars"], 1 | 2 | 3>>();
is<Equal<Article["state"], "draft" | "published">>();
is<Equal<Article["size"], "small" | "large" | null>>();
is<Equal<Article["big"], bigint>>();
is<Equal<Article["views"], number>>();
is<Equal<Article["price"], string>>();
is<Equal<Article["ratio"], number | null>>();
is<Equal<Article["details"], { pages: number; isbn?: string }>>();
is<Equal<Article["more"], string[] | null>>();
is<Equal<Article["bytes"], Uint8Array>>();
is<Equal<Article["day"], string>>();
is<Equal<Article["at"], Date>>();
is<Equal<Article["words"], string[] | null>>();
is<Equal<Article["grid"], number[][]>>();
is<Equal<Article["period"], Range<string>>>();
is<Equal<Article["spot"], { x: number }>>();
is<Equal<Article["none"], number[] | null>>();
is<Equal<Article["lower"], string | null>>();
is<Equal<Article["number"], number>>();
is<Equal<Article["labels"], { [name: string]: string | null } | null>>();

class Plain {
  name = "plain";
}

// @ts-expect-error a typo in an option
fields.text({ nul: true });
// @ts-expect-error an option of another field
fields.integer({ maxLength: 3 });
// @ts-expect-error only a text is compared by a collation
fields.integer({ collation: "C" });
// @ts-expect-error identity has one word
fields.integer({ identity: "byDefault" });
// @ts-expect-error only whole numbers count
fields.float({ identity: true });
// @ts-expect-error a default of the wrong type
fields.integer({ default: "1" });
// @ts-expect-error a default that is no choice
fields.choice(["a", "b"], { default: "c" });
// @ts-expect-error null where null is not said
fields.text({ default: null });
// @ts-expect-error onDelete is required
fields.foreignKey(() => Category, {});
// @ts-expect-error not a model
fields.foreignKey(() => Plain, { onDelete: "cascade" });
// @ts-expect-error no such rule
fields.foreignKey(() => Category, { onDelete: "CASCADE" });
// @ts-expect-error autoNow is for dates
fields.text({ autoNow: true });
// @ts-expect-error a validator of another type
fields.text({ validators: [(value: number) => (value > 1 ? "no" : undefined)] });
// @ts-expect-error dbType is required
fields.custom<string>({});
// @ts-expect-error no such range
fields.range("text");
// @ts-expect-error at least one field
index();
// @ts-expect-error a number where a bigint belongs
fields.bigInteger({ as: "bigint", default: 0 });
