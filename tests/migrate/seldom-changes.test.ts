import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { createDatabase } from "../server/database.js";
import { createProject } from "../cli/command-line.js";

vi.setConfig({ testTimeout: 300_000 });

const HEAD = 'import { Model, check, exclude, fields, unique } from "ormgen";\n';
const stay = (fields: readonly string[], options: readonly string[]) =>
  `${HEAD}export class Stay extends Model {\n${fields.join("\n")}\n static options = { constraints: [${options.join(", ")}] };\n}\n`;
const FIELDS = ["room = fields.integer();", 'during = fields.range("date");', "guest = fields.text();"];
const DETAIL = 'detail = fields.json({ type: "json", null: true });';

/** Each leads to the next, and back: proved on the shadow, and by the server. */
const VERSIONS: readonly (readonly [made: string, model: string, sql: readonly string[]])[] = [
  [
    "nothing said",
    stay(
      [...FIELDS, "detail = fields.json({ null: true });"],
      ['unique("room", "guest")', 'check("room_known", "room > 0", { validated: false })'],
    ),
    [],
  ],
  [
    "said otherwise",
    stay(
      [...FIELDS, DETAIL],
      [
        'unique("room", "guest", { include: ["during"], deferrable: "immediate" })',
        'check("room_known", "room > 0")',
        'exclude("taken", [["room", "="], ["during", "&&"]])',
      ],
    ),
    [
      'CREATE EXTENSION IF NOT EXISTS "btree_gist"',
      'ALTER COLUMN "detail" TYPE json',
      'ALTER TABLE "stay" VALIDATE CONSTRAINT "room_known"',
      '("room", "guest") INCLUDE ("during")',
      'UNIQUE USING INDEX "stay_room_guest_key" DEFERRABLE;',
      'ADD CONSTRAINT "taken" EXCLUDE USING gist',
    ],
  ],
  [
    "renamed, and another",
    stay(
      [...FIELDS.map((line) => line.replace("guest", "visitor")), DETAIL],
      [
        'unique("room", "visitor", { include: ["during"], deferrable: "immediate" })',
        'check("room_known", "room > 0")',
        'exclude("booked", [["room", "="], ["during", "&&"]])',
        'exclude("one_visitor", [["visitor", "="], ["during", "&&"]], { where: "room > 3" })',
      ],
    ),
    [
      'RENAME CONSTRAINT "taken" TO "booked"',
      'RENAME CONSTRAINT "stay_room_guest_key" TO "stay_room_visitor_key"',
    ],
  ],
];

test("each of them is changed to each other, there and back", async () => {
  const database = await createDatabase();
  try {
    const { write, ormgen } = createProject({ DATABASE_URL: database.url });
    for (const [name, models, sql] of VERSIONS) {
      write("models/stay.ts", models);
      const renames = name.startsWith("renamed") ? ["--rename", "Stay.guest=visitor"] : [];
      expect(await ormgen("makemigrations", ...renames), name).toMatchObject({ status: 0, stderr: "" });
      const at = String(VERSIONS.findIndex(([each]) => each === name) + 1).padStart(4, "0");
      const { stdout } = await ormgen("sqlmigrate", at);
      for (const part of sql) expect(stdout).toContain(part);
      expect(await ormgen("migrate")).toMatchObject({ status: 0, stderr: "" });
      expect(await ormgen("drift")).toMatchObject({ status: 0 });
      expect(await ormgen("makemigrations", "--check")).toMatchObject({ status: 0 });
    }
    for (const target of ["0002", "0001", "zero"]) {
      expect(await ormgen("migrate", target)).toMatchObject({ status: 0, stderr: "" });
      expect(await ormgen("drift")).toMatchObject({ status: 0 });
    }
  } finally {
    await database.drop();
  }
});

const reading = (line: string, partitionBy: string) =>
  `${HEAD}export class Reading extends Model {\n id = fields.id();\n day = fields.date();\n${line}\n static options = { primaryKey: ["id", "day"]${partitionBy} };\n}\n`;

test("a partitioned table is changed with its partitions; how it is divided is not", async () => {
  const database = await createDatabase();
  try {
    const { write, ormgen } = createProject({ DATABASE_URL: database.url });
    write("models/reading.ts", reading("", ', partitionBy: "RANGE (day)"'));
    expect(await ormgen("makemigrations")).toMatchObject({ status: 0, stderr: "" });
    expect(await ormgen("migrate")).toMatchObject({ status: 0, stderr: "" });
    await database.query(
      "create table reading_2025 partition of reading for values from ('2025-01-01') to ('2026-01-01')",
    );
    write(
      "models/reading.ts",
      reading('code = fields.text({ default: "x", index: true });', ', partitionBy: "RANGE (day)"'),
    );
    expect(await ormgen("makemigrations")).toMatchObject({ status: 0, stderr: "" });
    expect((await ormgen("sqlmigrate", "0002")).stdout).not.toContain("CONCURRENTLY");
    expect(await ormgen("migrate")).toMatchObject({ status: 0, stderr: "" });
    expect(await ormgen("drift")).toMatchObject({ status: 0 });
    expect(await ormgen("migrate", "0001")).toMatchObject({ status: 0, stderr: "" });
    write(
      "models/reading.ts",
      reading('code = fields.text({ default: "x", index: true });', ', partitionBy: "LIST (day)"'),
    );
    expect(await ormgen("makemigrations")).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(
        /reading is partitioned by RANGE \(day\), and is to be by LIST \(day\).*by hand/s,
      ) as string,
    });
  } finally {
    await database.drop();
  }
});

test("a table of somebody else's is referred to, and one that is left to others stays as it is", async () => {
  const database = await createDatabase();
  try {
    await database.query("CREATE SCHEMA auth; CREATE TABLE auth.users (id uuid PRIMARY KEY, email text)");
    const { write, ormgen } = createProject({ DATABASE_URL: database.url });
    const models = (managed: boolean, line = "") => `${HEAD}export class Users extends Model {
  id = fields.uuid({ primaryKey: true });
  static options = { managed: false, schema: "auth" };
}
export class Profile extends Model {
  user = fields.foreignKey(() => Users, { onDelete: "cascade" });
  static options = { managed: ${String(managed)} };
}
export class Visit extends Model {
  profile = fields.foreignKey(() => Profile, { onDelete: "cascade" });${line}
}`;
    const made = async (label: string, text: string) => {
      write("models/all.ts", text);
      const { status, stdout, stderr } = await ormgen("makemigrations", label);
      expect({ status, stderr }, label).toEqual({ status: 0, stderr: "" });
      expect(await ormgen("migrate"), label).toMatchObject({ status: 0, stderr: "" });
      expect(await ormgen("drift"), label).toMatchObject({
        status: 0,
        stdout: expect.stringContaining("table auth.users") as string,
      });
      return stdout;
    };
    await made("first", models(true));
    const id = "00000000-0000-0000-0000-000000000001";
    await database.query(
      `INSERT INTO auth.users VALUES ('${id}'); INSERT INTO profile (user_id) VALUES ('${id}')`,
    );
    expect(await made("left", models(false))).toContain(
      "~ Profile: not managed any more, table profile stays",
    );
    await made("more", models(false, " at = fields.date({ null: true });"));
    expect(await made("taken", models(true, " at = fields.date({ null: true });"))).toContain(
      "~ Profile: managed again, table profile is there",
    );
    expect(await ormgen("makemigrations", "--check")).toMatchObject({ status: 0 });
    expect(await ormgen("verify")).toMatchObject({ status: 0, stderr: "" });
    expect(await ormgen("migrate", "0001")).toMatchObject({ status: 0, stderr: "" });
    expect(await database.query("SELECT user_id FROM profile")).toEqual([{ user_id: id }]);
    expect(await ormgen("drift")).toMatchObject({ status: 0 });
  } finally {
    await database.drop();
  }
});

const total = (stored: string) =>
  `${HEAD}export class Item extends Model {\n price = fields.integer();\n total = fields.generated(fields.integer(), { as: "price * 2"${stored} });\n}\n`;

test("a virtual column is made by 18, and refused by name by what is older", async () => {
  const { root, write, ormgen } = createProject();
  write("models/item.ts", total(""));
  await ormgen("makemigrations");
  write("models/item.ts", total(", stored: false"));
  expect(await ormgen("makemigrations")).toMatchObject({ status: 0, stderr: "" });
  expect((await ormgen("sqlmigrate", "0002")).stdout).toContain(
    "GENERATED ALWAYS AS (price * 2) VIRTUAL NOT NULL",
  );
  expect(await ormgen("migrate")).toMatchObject({ status: 0, stderr: "" });
  expect(await ormgen("drift")).toMatchObject({ status: 0 });
  expect((await ormgen("inspectdb")).stdout).toMatch(/as: "\(?price \* 2\)?", stored: false/);
  expect(await ormgen("migrate", "0001")).toMatchObject({ status: 0, stderr: "" });
  const database = await createDatabase();
  try {
    const [{ server_version_num: version } = {}] = await database.query("show server_version_num");
    const { write: again, ormgen: onServer } = createProject({ DATABASE_URL: database.url });
    for (const file of ["0001_initial.sql", "0001_initial.json", "0002_changes.sql", "0002_changes.json"])
      again(`migrations/${file}`, readFileSync(join(root, "migrations", file), "utf8"));
    const server = await onServer("migrate");
    if (Number(version) >= 180_000) expect(server).toMatchObject({ status: 0 });
    else {
      expect(server.status).toBe(1);
      expect(server.stderr).toMatch(
        /0002_changes makes item\.total, .* from version 18 on, and this server is 1\d/,
      );
    }
  } finally {
    await database.drop();
  }
});
