import { asc, count, eq, gte, and, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import {
  bigint,
  date,
  doublePrecision,
  integer,
  jsonb,
  numeric,
  pgTable,
  text,
  timestamp,
  varchar,
} from "drizzle-orm/pg-core";
import type pg from "pg";
import { key, unique, uniques } from "./workloads.js";

const id = () => bigint("id", { mode: "number" }).primaryKey().generatedByDefaultAsIdentity();
const book = pgTable("library_book", {
  id: id(),
  title: varchar("title", { length: 200 }).notNull(),
  authorId: bigint("author_id", { mode: "number" }).notNull(),
  publisherId: bigint("publisher_id", { mode: "number" }),
  price: numeric("price", { precision: 8, scale: 2 }).notNull(),
  pages: integer("pages").notNull(),
  rating: doublePrecision("rating"),
  status: text("status").notNull(),
  details: jsonb("details").notNull(),
  published: date("published"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
});
const tag = pgTable("library_tag", { id: id(), name: varchar("name", { length: 50 }).notNull() });

/** The workloads that Drizzle's builder says in one prepared statement: others would compare two designs of queries. */
export function drizzleWorkloads(
  client: pg.Client,
): Readonly<Record<string, (at: number) => Promise<unknown>>> {
  const db = drizzle(client);
  const value = (name: string) => sql.placeholder(name);
  const get = db
    .select()
    .from(book)
    .where(eq(book.id, value("id")))
    .prepare("drizzle_get");
  const some = db
    .select()
    .from(book)
    .where(and(gte(book.pages, value("pages")), eq(book.status, value("status"))))
    .orderBy(asc(book.title))
    .limit(20)
    .prepare("drizzle_some");
  const many = db.select().from(book).orderBy(asc(book.id)).limit(1_000).prepare("drizzle_many");
  const insert = db
    .insert(tag)
    .values({ name: value("name") })
    .returning({ id: tag.id })
    .prepare("drizzle_insert");
  const update = db
    .update(book)
    .set({ pages: sql`${value("pages")}` })
    .where(eq(book.id, value("id")))
    .prepare("drizzle_update");
  const groups = db
    .select({ status: book.status, n: count() })
    .from(book)
    .groupBy(book.status)
    .orderBy(asc(book.status))
    .prepare("drizzle_groups");
  return {
    "get pk": async (at) => (await get.execute({ id: key(at) }))[0],
    "filter 20": (at) => some.execute({ pages: at % 300, status: "published" }),
    "1,000 rows": () => many.execute(),
    insert: () => insert.execute({ name: unique() }),
    bulk: async () => await db.insert(tag).values(uniques()).returning({ id: tag.id }),
    update: (at) => update.execute({ pages: at % 400, id: key(at) }),
    "group by": () => groups.execute(),
  };
}
