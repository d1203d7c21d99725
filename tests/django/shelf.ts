import { executeRaw } from "../../runtime/executor/index.js";

export type Kind = "number" | "decimal" | "text" | "date" | "timestamp" | "json" | "boolean";
export type Row = Readonly<Record<string, unknown>>;

/** What chains are made of: a model's columns, where its relations lead, and the values that are stored. */
export interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, Kind>>;
  readonly relations: Readonly<Record<string, { readonly to: string; readonly many: boolean }>>;
  readonly rows: readonly Row[];
}

export type Shelf = Readonly<Record<string, Table>>;

const one = (to: string) => ({ to, many: false });
const many = (to: string) => ({ to, many: true });

const tables: Readonly<Record<string, Omit<Table, "rows" | "name">>> = {
  Author: {
    columns: { id: "number", name: "text", email: "text", born: "date" },
    relations: { books: many("Book"), profile: one("Profile") },
  },
  Book: {
    columns: {
      ...{ id: "number", title: "text", price: "decimal", pages: "number", rating: "number", status: "text" },
      ...{ details: "json", published: "date", createdAt: "timestamp" },
    },
    relations: {
      author: one("Author"),
      publisher: one("Publisher"),
      tags: many("Tag"),
      reviews: many("Review"),
    },
  },
  Publisher: { columns: { id: "number", name: "text", city: "text" }, relations: { books: many("Book") } },
  Tag: { columns: { id: "number", name: "text" }, relations: { books: many("Book") } },
  Review: {
    columns: { id: "number", reviewer: "text", stars: "number", body: "text" },
    relations: { book: one("Book") },
  },
  Profile: {
    columns: { id: "number", biography: "text", website: "text" },
    relations: { author: one("Author") },
  },
  Category: {
    columns: { id: "number", name: "text" },
    relations: { parent: one("Category"), children: many("Category"), startingPoint: one("Book") },
  },
};

/** The library with its rows, read by plain SQL. */
export async function readShelf(): Promise<Shelf> {
  const entries = Object.entries(tables).map(async ([name, table]) => {
    const rows = await executeRaw(`select * from library_${name.toLowerCase()} order by id limit 60`);
    const stored = rows.map((row) => ({ ...row, createdAt: plainMoment(row["created_at"]) }));
    return [name, { ...table, name, rows: stored }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

function plainMoment(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}

/** The paths of relations from a model, up to so many, the empty one among them. */
export function paths(shelf: Shelf, model: string, depth: number): (readonly string[])[] {
  if (depth === 0) return [[]];
  const next = Object.entries(shelf[model]?.relations ?? {});
  return [
    [],
    ...next.flatMap(([name, { to }]) => paths(shelf, to, depth - 1).map((rest) => [name, ...rest])),
  ];
}

/** Where a path leads. */
export function at(shelf: Shelf, model: string, path: readonly string[]): Table {
  const table = path.reduce<string>((from, name) => shelf[from]?.relations[name]?.to ?? "", model);
  return shelf[table] as Table;
}
