import { expect, test } from "vitest";
import { typeCall } from "../../generator/inspect/column-call.js";
import { fillsOf } from "../../generator/migrate/state/fills-of.js";
import { connect, disconnect, executeRaw } from "../../runtime/executor/index.js";
import { wantExtensions } from "../../runtime/driver/pglite/extensions.js";
import { schemaOf } from "./models.js";
import { HEAD } from "./project.js";

const LABELS = `{ 'q"uote': "b\\\\ack", none: null }`;

test("a column of hstore is read from a database as the field that makes it", () => {
  expect(typeCall("hstore", [])).toEqual({ name: "hstore", options: {} });
  expect(typeCall("tsvector", [])).toEqual({ name: "searchVector", options: {} });
  expect(typeCall("hstore[]", [])).toEqual({ name: "array", argument: "fields.hstore()", options: {} });
});

test("its default fills rows that are there", async () => {
  const schema = schemaOf(
    `${HEAD}export class Item extends Model { labels = fields.hstore({ default: ${LABELS} }); }`,
  );
  const [fill = ""] = fillsOf(schema).values();
  wantExtensions(["hstore"]);
  await connect("memory://", { name: "default" });
  try {
    await executeRaw("create extension if not exists hstore");
    expect(
      await executeRaw(`select (${fill}::hstore) -> 'q"uote' as text, ${fill}::hstore ? 'none' as there`),
    ).toEqual([{ text: "b\\ack", there: true }]);
  } finally {
    await disconnect("default");
  }
});

test("a default of other values is refused where it is written", () => {
  expect(() =>
    schemaOf(`${HEAD}export class Item extends Model { labels = fields.hstore({ default: { a: 1 } }); }`),
  ).toThrow();
});
