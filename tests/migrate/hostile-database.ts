/** 63 bytes, as long as a name can be. */
const LONG = `${"ü".repeat(31)}x`;
const TICKS = "`${evil}`";

/** Names, comments, labels, defaults and conditions that would end a string, a comment, a line, or leave the folder. */
export const HOSTILE = `
CREATE SCHEMA "../up";
CREATE TYPE "mo""od" AS ENUM ('it''s', 'a"b', E'two\\nlines', 'back\\slash', '${TICKS}', '*/', '');
CREATE TABLE "../../etc/passwd" (id serial PRIMARY KEY, "*/ evil" text, "__proto__" integer, "toString" text DEFAULT E'it''s\\n"\\\\',
  "constructor" "mo""od" DEFAULT E'two\\nlines', "${TICKS}" text CHECK ("${TICKS}" <> '${TICKS}'), "-- x" text, "ключ" text, "名前" text,
  "${LONG}" text UNIQUE, "a-b" text, "a b" text, "a_b" text, "1st" integer, " " text, "class" text, "await" text, "objects" text, "save" text,
  "two\nlines" text);
CREATE TABLE "../up"."*/" (id serial PRIMARY KEY, "${LONG}" integer REFERENCES "../../etc/passwd" (id), "new" integer REFERENCES "../../etc/passwd" (id));
CREATE TABLE "${LONG}" (id serial PRIMARY KEY, "prototype" integer REFERENCES "../up"."*/" (id));
CREATE TABLE "Object" (id serial PRIMARY KEY);
CREATE TABLE "object" (id serial PRIMARY KEY);
CREATE TABLE "con" (id serial PRIMARY KEY);
CREATE TABLE "index" (id serial PRIMARY KEY, "ormgen migration" text DEFAULT '-- reverse');
COMMENT ON TABLE "../../etc/passwd" IS E'*/ process.exit(1); /* ${TICKS}\\n@internal\\n-- step 1: alone\\n-- reverse\\u2028';
COMMENT ON COLUMN "../../etc/passwd"."*/ evil" IS E'\\\\u002a/ \\r\\n*\\\\/ <script>';
CREATE INDEX "*/ idx" ON "../../etc/passwd" (lower("*/ evil")) WHERE "__proto__" > 0;
ALTER TABLE "../../etc/passwd" ADD CONSTRAINT "ch""eck */" CHECK ("*/ evil" <> E'*/ \\n ${TICKS} ''\\n-- reverse\\n');
`;
