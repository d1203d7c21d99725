import { expect, test } from "vitest";
import { createProject } from "../cli/command-line.js";
import { HEAD } from "./project.js";

const BEFORE = `${HEAD}
export class Country extends Model {
  code = fields.text({ maxLength: 2, unique: true });
}
export class City extends Model {
  country = fields.foreignKey(() => Country, { onDelete: "cascade", to: "code", relatedName: "cities" });
}
export class Seat extends Model {
  row = fields.integer();
  number = fields.integer();
  static options = { primaryKey: ["row", "number"] };
}
export class Ticket extends Model {
  row = fields.integer();
  number = fields.integer({ null: true });
  seat = fields.foreignKey(() => Seat, { onDelete: "cascade", columns: [["row", "row"], ["number", "number"]] });
}
export class Log extends Model {
  line = fields.text();
  static options = { primaryKey: [] };
}
`;

const AFTER = `${HEAD}
export class Country extends Model {
  code = fields.text({ maxLength: 2, unique: true });
}
export class City extends Model {
  country = fields.foreignKey(() => Country, { onDelete: "cascade", to: "code", relatedName: "cities", inDatabase: true });
  static options = { schema: "world", primaryKey: { name: "city_key" } };
}
export class Seat extends Model {
  row = fields.integer();
  number = fields.integer();
  static options = { primaryKey: { fields: ["row", "number"], name: "seats" } };
}
export class Ticket extends Model {
  row = fields.integer();
  number = fields.integer({ null: true });
  seat = fields.oneToOne(() => Seat, { onDelete: "setNull", inDatabase: false, deferrable: false, columns: [["row", "row"], ["number", "number"]] });
}
export class Log extends Model {
  line = fields.text();
  at = fields.date({ null: true });
  static options = { primaryKey: [] };
}
export class Note extends Model {
  text = fields.text({ index: true });
  city = fields.foreignKey(() => City, { onDelete: "cascade" });
  static options = { schema: "world" };
}
`;

test("keys of every kind go forward, back, and forward again", async () => {
  const { write, ormgen } = createProject();
  write("models/all.ts", BEFORE);
  expect(await ormgen("makemigrations")).toMatchObject({ status: 0, stderr: "" });
  expect(await ormgen("migrate")).toMatchObject({ status: 0, stderr: "" });
  expect(await ormgen("drift")).toMatchObject({ status: 0, stderr: "" });
  write("models/all.ts", AFTER);
  const made = await ormgen("makemigrations", "next");
  expect(made, made.stderr).toMatchObject({ status: 0 });
  const sql = await ormgen("sqlmigrate", "0002_next");
  expect(sql.stdout).toContain('ALTER TABLE "city" SET SCHEMA "world"');
  expect(sql.stdout).toContain('RENAME CONSTRAINT "seat_pkey" TO "seats"');
  expect(await ormgen("makemigrations", "--check")).toMatchObject({ status: 0 });
  for (const target of ["0002", "0001", "0002"]) {
    const moved = await ormgen("migrate", target, "--allow-loss", "0002_next");
    expect(moved, moved.stderr).toMatchObject({ status: 0 });
    expect(await ormgen("drift")).toMatchObject({ status: 0 });
  }
}, 120_000);

test("the config names a schema for models that name none", async () => {
  const { write, ormgen } = createProject();
  write("ormgen.config.json", '{ "schema": "shop" }');
  write(
    "models/all.ts",
    `${HEAD}export class A extends Model { n = fields.integer(); }
export class B extends Model { n = fields.integer(); static options = { schema: "public" }; }
`,
  );
  expect(await ormgen("makemigrations")).toMatchObject({ status: 0, stderr: "" });
  const { stdout } = await ormgen("sqlmigrate", "0001_initial");
  expect(stdout).toContain('CREATE SCHEMA IF NOT EXISTS "shop"');
  expect(stdout).toContain('CREATE TABLE "shop"."a"');
  expect(stdout).toContain('CREATE TABLE "b"');
  expect(await ormgen("migrate")).toMatchObject({ status: 0, stderr: "" });
  expect(await ormgen("drift")).toMatchObject({ status: 0, stderr: "" });
}, 120_000);
