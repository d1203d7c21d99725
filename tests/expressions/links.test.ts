import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  InvalidLookup,
  InvalidValue,
  RelationNotLoaded,
  UniqueViolation,
} from "../../runtime/errors/index.js";
import { executeScript } from "../../runtime/executor/index.js";
import { Club, Member, Membership, Team, Visit, count } from "../../fixtures/club/generated/index.js";
import { tablesOf } from "../library/library.js";
import { connectOwn } from "../library/own-database.js";

beforeAll(async () => {
  const end = await connectOwn();
  await executeScript(tablesOf("fixtures/club"));
  return end;
});

let club: Club;
let team: Team;
let [ann, ben, gone]: Member[] = [];
beforeEach(async () => {
  for (const model of [Visit, Membership]) await model.objects.all().delete();
  await Member.everybody.all().delete();
  await Team.objects.all().delete();
  await Club.objects.all().delete();
  club = await Club.objects.create({ name: "rowers" });
  team = await Team.objects.create({ name: "eights" });
  [ann, ben, gone] = await Member.objects.bulkCreate([
    { name: "Ann", club },
    { name: "Ben", club },
    { name: "Gone", club, left: true },
  ]);
});

const names = (rows: { readonly name: string }[]) => rows.map(({ name }) => name);
const roles = async () =>
  Object.fromEntries(
    (await Membership.objects.selectRelated("member").orderBy("member__name").toArray()).map(
      ({ member, role, since }) => [member.name, since === null ? role : `${role} ${since}`],
    ),
  );

describe("manager() of a relation", () => {
  test("shows what another manager shows, of a foreign key", async () => {
    expect(names(await club.members.orderBy("id").toArray())).toEqual(["Ann", "Ben"]);
    const all = club.members.manager("everybody");
    expect(names(await all.longestFirst().toArray())).toEqual(["Ann", "Ben", "Gone"]);
    expect(names(await all.named("Gone").toArray())).toEqual(["Gone"]);
    expect(await all.count()).toBe(3);
    expect(await all.filter({ name__startswith: "G" }).exists()).toBe(true);
    expect(await all.aggregate({ n: count() })).toEqual({ n: 3 });
    expect(await all.manager("objects").count()).toBe(2);
  });

  test("shows and changes what another manager shows, of a many-to-many", async () => {
    await team.fans.add(ann!, gone!);
    expect(await team.fans.count()).toBe(1);
    expect(await team.fans.manager("everybody").count()).toBe(2);
    await team.fans.set([ben!]);
    expect(names(await team.fans.manager("everybody").longestFirst().toArray())).toEqual(["Ben", "Gone"]);
    await team.fans.manager("everybody").set([ben!]);
    expect(names(await team.fans.manager("everybody").toArray())).toEqual(["Ben"]);
    await team.fans.add(gone!);
    await team.fans.manager("everybody").remove(gone!);
    expect(await team.fans.manager("everybody").count()).toBe(1);
    await team.fans.add(gone!);
    await team.fans.clear();
    expect(await team.fans.manager("everybody").count()).toBe(1);
    await team.fans.manager("everybody").clear();
    expect(await team.fans.manager("everybody").count()).toBe(0);
  });

  test("makes and finds related rows", async () => {
    const all = club.members.manager("everybody");
    const made = await all.create({ name: "Old", left: true });
    expect(made.clubId).toBe(club.id);
    expect(await all.getOrCreate({ name: "Old" })).toMatchObject([{ id: made.id }, false]);
    expect(await all.updateOrCreate({ name: "Old" }, { defaults: { left: false } })).toMatchObject([
      { id: made.id, left: false },
      false,
    ]);
    await club.members.manager("everybody").remove(gone!);
    expect(names(await all.orderBy("name").toArray())).toEqual(["Ann", "Ben", "Old"]);
    await all.clear();
    expect(await Member.everybody.filter({ club: null }).count()).toBe(4);
  });

  test("asks the database, whatever a prefetch has loaded", async () => {
    const loaded = await Club.objects.prefetchRelated("members").get({ id: club.id });
    expect(loaded.members.loaded.length).toBe(2);
    expect(await loaded.members.manager("everybody").count()).toBe(3);
    const again = await Club.objects.prefetchRelated("members").get({ id: club.id });
    const other: { readonly loaded: unknown } = again.members.manager("everybody");
    expect(() => other.loaded).toThrow(RelationNotLoaded);
    expect(again.members.manager("objects").loaded.length).toBe(2);
  });

  test("refuses a name that no manager has", () => {
    const rows: { manager(name: string): unknown } = club.members;
    for (const name of ["everyone", "constructor", "__proto__", "base"]) {
      expect(() => rows.manager(name)).toThrow(InvalidLookup);
    }
    expect(() => rows.manager("everyone")).toThrow(
      "Member has no manager 'everyone': it has objects, everybody",
    );
  });
});

describe("throughDefaults", () => {
  test("fill the rows in between that add() makes", async () => {
    await team.members.add(ann!, ben!.id, { throughDefaults: { role: "player", since: "2024-01-01" } });
    expect(await roles()).toEqual({ Ann: "player 2024-01-01", Ben: "player 2024-01-01" });
    await team.members.add(ann!, { throughDefaults: { role: "captain" } });
    expect(await roles()).toMatchObject({ Ann: "player 2024-01-01" });
    await team.members.add(...[ann!, ben!], { throughDefaults: { role: "captain" } });
    expect(await Membership.objects.count()).toBe(2);
  });

  test("are called for each row where they are functions", async () => {
    let times = 0;
    await team.guests.add(ann!, ben!, { throughDefaults: { times: () => ++times } });
    expect(await Visit.objects.orderBy("guest").valuesList("times", { flat: true }).toArray()).toEqual([
      1, 2,
    ]);
  });

  test("hold from the other end", async () => {
    await ann!.teams.add(team, { throughDefaults: { role: "captain" } });
    expect(await roles()).toEqual({ Ann: "captain" });
    await ann!.teams.create({ name: "fours" }, { throughDefaults: { role: "player" } });
    expect(await Membership.objects.filter({ team__name: "fours", role: "player" }).count()).toBe(1);
  });

  test("fill what create(), createMany(), getOrCreate() and updateOrCreate() make", async () => {
    const role = { throughDefaults: { role: "player" } } as const;
    await team.members.create({ name: "Cleo" }, role);
    await team.members.createMany([{ name: "Dan" }, { name: "Eve" }], role);
    expect((await team.members.getOrCreate({ name: "Fay" }, role))[1]).toBe(true);
    const again = { throughDefaults: { role: "captain" } } as const;
    expect((await team.members.getOrCreate({ name: "Fay" }, again))[1]).toBe(false);
    expect((await team.members.updateOrCreate({ name: "Gil" }, { defaults: {}, ...role }))[1]).toBe(true);
    expect((await team.members.updateOrCreate({ name: "Gil" }, again))[1]).toBe(false);
    expect(await roles()).toEqual(
      Object.fromEntries(["Cleo", "Dan", "Eve", "Fay", "Gil"].map((name) => [name, "player"])),
    );
  });

  test("fill what set() adds, and leave what stays", async () => {
    await team.members.add(ann!, { throughDefaults: { role: "captain" } });
    await team.members.set([ann!, ben!.id], { throughDefaults: { role: "player" } });
    expect(await roles()).toEqual({ Ann: "captain", Ben: "player" });
    await team.members.set([ben!], { throughDefaults: { role: "captain" } });
    expect(await roles()).toEqual({ Ben: "player" });
  });

  test("that break a constraint of the model in between are refused, and nothing is linked", async () => {
    await team.members.add(ann!, { throughDefaults: { role: "captain" } });
    await expect(team.members.add(ben!, { throughDefaults: { role: "captain" } })).rejects.toThrow(
      UniqueViolation,
    );
    expect(await roles()).toEqual({ Ann: "captain" });
  });

  test("are refused where nothing is in between, or where they lead elsewhere", async () => {
    const untyped = (rows: object) => rows as { add(...items: unknown[]): Promise<void> };
    const values = { throughDefaults: { role: "player" } };
    await expect((async () => untyped(club.members).add(ann, values))()).rejects.toThrow(
      "Club.members has no rows in between: add() takes no throughDefaults here",
    );
    for (const name of ["team", "teamId", "member"]) {
      const wrong = { throughDefaults: { role: "player", [name]: 1 } };
      await expect((async () => untyped(team.members).add(ann, wrong))()).rejects.toThrow(
        `Team.members: throughDefaults cannot set Membership.${name}`,
      );
    }
    for (const wrong of [null, 1, ["player"], ann]) {
      await expect(
        (async () => untyped(team.members).add(ann, { throughDefaults: wrong }))(),
      ).rejects.toThrow(InvalidValue);
    }
    await expect((async () => untyped(team.members).add(ann, { ...values, more: 1 }))()).rejects.toThrow(
      'add() has no option "more"',
    );
    await expect(
      (async () => untyped(team.members).add(ann, { throughDefaults: { rank: 1 } }))(),
    ).rejects.toThrow("Membership has no field 'rank'");
    await expect((async () => untyped(team.members).add(values, ann))()).rejects.toThrow(InvalidValue);
    expect(await Membership.objects.count()).toBe(0);
  });
});
