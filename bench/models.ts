/** The models that the benches measure with: ten fields and three relations, to models of other files. */
export const MODELS = 100;

const first = ["", "Shipping", "Web", "Customer", "Tax", "Archive", "User", "Subscription", "Old", "Main"];
const second = [
  "Author",
  "Tag",
  "OrderLine",
  "Invoice",
  "Address",
  "Team",
  "Category",
  "Job",
  "Document",
  "Review",
];

/** The name of a model: from three to twenty letters, as a schema's are. */
export function nameOf(index: number): string {
  const hundreds = ["", "Second", "Third", "Fourth", "Fifth"][Math.floor(index / MODELS)] ?? "";
  const within = index % MODELS;
  return `${hundreds}${first[Math.floor(within / 10)] ?? ""}${second[within % 10] ?? ""}`;
}

/** The numbers of the models that a model's foreign keys `to0`, `to1`, `to2` point to, where there are so many. */
export function targetsOf(index: number, many = MODELS): readonly [number, number, number] {
  return [(index + 7) % many, (index + 14) % many, (index + 21) % many];
}

export function modelFile(index: number, many = MODELS): string {
  const others = targetsOf(index, many);
  const number = String(index);
  return `import { Model, fields } from "ormgen";
${others.map((other) => `import { ${nameOf(other)} } from "./model-${String(other)}.js";`).join("\n")}

/** Model number ${number}. */
export class ${nameOf(index)} extends Model {
  name = fields.text({ maxLength: 100 });
  slug = fields.slug({ unique: true });
  email = fields.email({ null: true });
  count = fields.integer({ default: 0 });
  price = fields.decimal({ precision: 8, scale: 2 });
  rating = fields.float({ null: true });
  active = fields.boolean({ default: true });
  day = fields.date({ null: true });
  at = fields.timestamp({ autoNowAdd: true });
  state = fields.choice(["open", "closed"], { default: "open" });
${others.map((other, which) => `  to${String(which)} = fields.foreignKey(() => ${nameOf(other)}, { onDelete: "cascade", relatedName: "from${number}x${String(which)}" });`).join("\n")}
}
`;
}
