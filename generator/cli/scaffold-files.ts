/** The files of `ormgen init`, by path. */
export const SCAFFOLD: Readonly<Record<string, string>> = {
  "ormgen.config.ts": `import { defineConfig } from "ormgen/config";

export default defineConfig({
  models: "models/**/*.ts",
  output: "generated",
});
`,
  "models/library.ts": `import { Model, check, fields, index } from "ormgen";
import type { BookQuerySet } from "../generated/index.js";

/** A person who writes books. */
export class Author extends Model {
  name = fields.text({ maxLength: 100 });
  email = fields.email({ unique: true, null: true });

  static options = { ordering: ["name"] };
}

/** A word that books are found by. */
export class Tag extends Model {
  name = fields.text({ maxLength: 50, unique: true });
}

/** A book of the library. */
export class Book extends Model {
  title = fields.text({ maxLength: 200, index: true });
  author = fields.foreignKey(() => Author, { onDelete: "cascade", relatedName: "books" });
  tags = fields.manyToMany(() => Tag, { relatedName: "books" });
  price = fields.decimal({ precision: 8, scale: 2 });
  status = fields.choice(["draft", "published"], { default: "draft" });
  published = fields.date({ null: true });

  static options = {
    ordering: ["-published", "title"],
    indexes: [index("author", "-published")],
    constraints: [check("book_price_positive", "price >= 0")],
  };

  static queryset = {
    published(this: BookQuerySet) {
      return this.filter({ status: "published" });
    },
  };

  get label(): string {
    return \`\${this.title} (\${this.status})\`;
  }
}
`,
  "example.ts": `import { Author, Book } from "./generated/index.js";

const [author] = await Author.objects.getOrCreate({ name: "Ursula K. Le Guin" });
await Book.objects.getOrCreate(
  { title: "The Dispossessed", author },
  { defaults: { price: "12.50", status: "published", published: "1974-05-01" } },
);

for await (const book of Book.objects.published().selectRelated("author")) {
  console.log(book.label, "by", book.author.name);
}
for (const book of Book.objects.filter({ author__name__startswith: "Ursula" })) {
  console.log("sync:", book.title);
}
`,
  "tsconfig.json": `{
  "compilerOptions": {
    "target": "ES2023",
    "module": "NodeNext",
    "moduleResolution": "NodeNext",
    "strict": true,
    "noUncheckedIndexedAccess": true,
    "skipLibCheck": true,
    "noEmit": true
  },
  "include": ["*.ts", "models", "generated"]
}
`,
  ".gitignore": `node_modules/
.ormgen/
`,
};
