import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ValidationError } from "../../runtime/errors/index.js";
import { executeScript } from "../../runtime/executor/index.js";
import { Member, Membership, Team } from "../../fixtures/club/generated/index.js";
import { counted } from "../library/counted.js";
import { tablesOf } from "../library/library.js";
import { connectOwn } from "../library/own-database.js";
import { styles } from "../library/style.js";

let team: Team;
let [ann, ben]: Member[] = [];
beforeAll(async () => {
  const end = await connectOwn();
  await executeScript(tablesOf("fixtures/club"));
  return end;
});
beforeEach(async () => {
  await Membership.objects.all().delete();
  await Member.everybody.all().delete();
  team = await Team.objects.create({ name: "eights" });
  [ann, ben] = await Member.objects.bulkCreate([{ name: "Ann" }, { name: "Ben" }]);
});

describe.each(styles)("$name", (m) => {
  const errors = async (row: Membership, ...options: object[]) => {
    const error = await m.call(row, "validate", ...options).catch((thrown: unknown) => thrown);
    return error === undefined ? {} : (error as ValidationError).errors;
  };

  test("checks are asked of the database, by what the row holds", async () => {
    const row = new Membership({ team, member: ann!, role: "player", since: "1899-12-31" });
    expect(await errors(row)).toEqual({ "": ['the check "since_1900" is not met'] });
    row.since = "1900-01-01";
    expect(await errors(row)).toEqual({});
    row.since = null;
    expect(await errors(row)).toEqual({});
    Object.assign(row, { memberId: -1, since: "1800-01-01" });
    expect(await errors(row)).toEqual({
      "": ['the check "since_1900" is not met'],
      member: ["there is no Member with this id"],
    });
    const { log } = await counted(() => errors(row));
    expect(log.filter((sql) => sql.includes("is false")).length).toBe(1);
  });

  test("a check is not asked where a value is not known", async () => {
    await Membership.objects.create({ team, member: ann!, role: "player" });
    const row = await Membership.objects.only("team", "since").get({ team });
    row.since = "1800-01-01";
    const { log } = await counted(() => errors(row as unknown as Membership));
    expect(log.some((sql) => sql.includes("is false"))).toBe(false);
  });

  test("`exclude` leaves fields out, with what must be unique or hold of them", async () => {
    const captain = await Membership.objects.create({ team, member: ann!, role: "captain" });
    const row = new Membership({ team, member: ann!, role: "captain", since: "1899-12-31" });
    const pair = "a Membership with these values of team, member exists already";
    const check = 'the check "since_1900" is not met';
    const taken = { team: ["a Membership with this value exists already"] };
    expect(await errors(row)).toEqual({ ...taken, "": [pair, check] });
    expect(await errors(row, { exclude: ["since"] })).toEqual({ ...taken, "": [pair] });
    expect(await errors(row, { exclude: ["memberId"] })).toEqual({ ...taken, "": [check] });
    expect(await errors(row, { exclude: ["team"] })).toEqual({ "": [check] });
    expect(await errors(row, { exclude: ["team", "since"] })).toEqual({});
    expect(await errors(captain, { exclude: ["teamId"] })).toEqual({});
    for (const [options, message] of [
      [{ exclude: ["nope"] }, "Membership has no field 'nope'"],
      [{ exlude: ["since"] }, 'validate() has no option "exlude"'],
    ] as const)
      await expect(m.call(row, "validate", options)).rejects.toThrow(message);
  });

  test("what is unique for some rows is asked of those", async () => {
    const captain = await Membership.objects.create({ team, member: ann!, role: "captain" });
    const other = new Membership({ team, member: ben!, role: "captain" });
    expect(await errors(other)).toEqual({ team: ["a Membership with this value exists already"] });
    other.role = "player";
    expect(await errors(other)).toEqual({});
    expect(await errors(captain)).toEqual({});
    await m.call(other, "save");
    other.role = "captain";
    expect(await errors(other)).toEqual({ team: ["a Membership with this value exists already"] });
    captain.role = "player";
    await m.call(captain, "save");
    expect(await errors(other)).toEqual({});
  });
});
