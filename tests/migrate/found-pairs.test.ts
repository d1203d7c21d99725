import { afterAll, beforeAll, expect, test } from "vitest";
import { Answers } from "../../generator/migrate/difference/answers.js";
import { castBetween } from "../../generator/migrate/ddl/type-cast.js";
import { planPhased } from "../../generator/migrate/phased/plan-phased.js";
import { embeddedShadow } from "../../generator/migrate/shadow/embedded-shadow.js";
import { prove } from "../../generator/migrate/shadow/prove.js";
import type { Shadow } from "../../generator/migrate/shadow/shadow.js";
import { stateOf } from "../../generator/migrate/state/state-of.js";
import { schemaOf } from "./models.js";
import { propose } from "./pairs/propose.js";

let shadow: Shadow;

beforeAll(async () => {
  shadow = await embeddedShadow([]);
});
afterAll(() => shadow.close());

const HEAD = 'import { Model, fields, unique } from "ormgen";\n';
const LONG = "n".repeat(63);
const table = (model: string, options: string, fields: string) =>
  `export class ${model} extends Model {\n${fields}\nstatic options = { ${options} };\n}\n`;
const own = (options = "") =>
  `at = fields.enum(["a", "b"${options}], { name: "mood", unique: true });
   next = fields.foreignKey(() => Step, { to: "at", null: true, onDelete: "doNothing", deferrable: false, relatedName: "+" });`;

/** What random pairs of states stumbled over, at its smallest. */
test.each([
  [
    "a table of a long name counts by a sequence of its own",
    table("Note", `table: "${LONG}"`, "id = fields.id();"),
    table("Note", `table: "${LONG}"`, "id = fields.id({ serial: true });"),
    `CREATE SEQUENCE "${"n".repeat(56)}_id_seq" OWNED BY`,
  ],
  [
    "an enum is made anew while a foreign key of a dropped table has it on both sides",
    table("Step", "", own(', "c"')) +
      table("Kept", "", 'mood = fields.enum(["a", "b", "c"], { name: "mood" });'),
    table("Kept", "", 'mood = fields.enum(["a", "b"], { name: "mood" });'),
    'DROP CONSTRAINT "step_next_id_fkey"',
  ],
  [
    "what an index carries along changes its type, and a foreign key stands on that index",
    table(
      "Note",
      'constraints: [unique("code", { include: ["size"] })]',
      "code = fields.text(); size = fields.integer();",
    ) + table("Mark", "", 'note = fields.foreignKey(() => Note, { to: "code", onDelete: "doNothing" });'),
    table(
      "Note",
      'constraints: [unique("code", { include: ["size"] })]',
      "code = fields.text(); size = fields.bigInteger();",
    ) + table("Mark", "", 'note = fields.foreignKey(() => Note, { to: "code", onDelete: "doNothing" });'),
    'DROP CONSTRAINT "mark_note_id_fkey"',
  ],
  [
    "a column is compared otherwise, and what refers to it with it",
    table("Note", "", 'code = fields.text({ unique: true, collation: "C" });') +
      table("Mark", "", 'note = fields.foreignKey(() => Note, { to: "code", onDelete: "doNothing" });'),
    table("Note", "", 'code = fields.text({ unique: true, collation: "de_DE.utf8" });') +
      table("Mark", "", 'note = fields.foreignKey(() => Note, { to: "code", onDelete: "doNothing" });'),
    'ALTER COLUMN "note_id" TYPE text COLLATE "de_DE.utf8"',
  ],
  [
    "a table counts by the sequence of another that is made behind it",
    table("Kept", "", "id = fields.id();"),
    table("Kept", "", "id = fields.id();") +
      table(
        "Early",
        "",
        `id = fields.id(); line = fields.integer({ dbDefault: "nextval('late_id_seq')" });`,
      ) +
      table("Late", "", "id = fields.id({ serial: true });"),
    `ALTER COLUMN "line" SET DEFAULT`,
  ],
  [
    "a table gets another name in a schema where its former name is another table's",
    table("First", 'table: "first"', "a = fields.text();") +
      table("Second", 'table: "first", schema: "apart"', "b = fields.text();"),
    table("First", 'table: "first"', "a = fields.text();") +
      table("Second", 'table: "second"', "b = fields.text();"),
    'ALTER TABLE "apart"."first" RENAME TO "second"',
  ],
])("%s", async (_, before, after, sql) => {
  const [from, to] = [stateOf(schemaOf(HEAD + before)), stateOf(schemaOf(HEAD + after))];
  const proved = await prove(shadow, { proposal: propose(from, to, false, true) });
  expect(proved.forward.map((step) => step.sql).join("\n")).toContain(sql);
});

test("a table that is the last of its schema leaves it in phases", async () => {
  const [before, after] = ["apart", "else"].map((schema) =>
    stateOf(schemaOf(HEAD + table("Note", `schema: "${schema}"`, "text = fields.text();"))),
  );
  if (before === undefined || after === undefined) throw new Error("two states");
  const phases = planPhased({ before, after, answers: new Answers([]), fills: new Map(), online: true });
  if (phases.kind !== "planned") throw new Error("nothing is to be asked");
  const expand = await prove(shadow, { proposal: phases.expand });
  expect(expand.forward.map(({ sql }) => sql).join("\n")).toContain('CREATE VIEW "apart"."note"');
  const contract = await prove(shadow, { proposal: phases.contract });
  expect(contract.forward.map(({ sql }) => sql).join("\n")).toContain('DROP VIEW "apart"."note"');
});

test.each([
  ["smallint", "boolean", "2", "true"],
  ["boolean", "bigint", "true", "1"],
  ["money", "numeric", "1.50", "1.50"],
  ["bit(3)", "bit(4)", "101", "1010"],
  ["integer", "integer[]", "3", "{3}"],
  ["text[]", "text", "{a,b}", "a"],
  ["varchar(3)", 'text COLLATE "C"', "abc", "abc"],
  ['text COLLATE "C"', "integer", "12", "12"],
])("a value of %s is one of %s behind it, and nothing stays nothing", async (from, to, value, becomes) => {
  const { using } = castBetween(from, to, "at");
  await shadow.reset();
  await shadow.script(`CREATE TABLE seen (at ${from}); INSERT INTO seen VALUES ('${value}'), (NULL);
    ALTER TABLE seen ALTER COLUMN at TYPE ${to}${using === null ? "" : ` USING ${using}`}`);
  expect(await shadow.rows("SELECT at::text FROM seen", [])).toEqual([{ at: becomes }, { at: null }]);
});
