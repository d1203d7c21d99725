import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SerializationFailure } from "../../runtime/errors/index.js";
import { atomic, executeScript } from "../../runtime/executor/index.js";
import { counted } from "../library/counted.js";
import { clientWith, ran, type Loose } from "./answers.js";

const MODELS = `
import { Model, fields } from "ormgen";
export class Tag extends Model {
  id = fields.uuid({ primaryKey: true, default: () => crypto.randomUUID() });
  name = fields.text();
}
`;
interface Row {
  id: string;
  name: string;
  save(options?: object): Promise<void>;
  delete(): Promise<unknown>;
}

let Tag: Loose;
beforeAll(async () => {
  const { client, end } = await clientWith(MODELS);
  ({ Tag } = client);
  return end;
});
beforeEach(() => executeScript("truncate tag"));

const made = (name: string) => new (Tag as unknown as new (values: object) => Row)({ name });
const names = () => ran<string[]>(Tag.objects.orderBy("name").valuesList("name", { flat: true }).toArray());
const undo = new Error("undo");
/** Runs it in a transaction, or in a savepoint, that is rolled back. */
const undone = (fn: () => Promise<unknown>) =>
  expect(
    atomic(async () => {
      await fn();
      throw undo;
    }),
  ).rejects.toBe(undo);

describe("what a transaction wrote of an instance goes with it", () => {
  test("save({ changed }) writes again what was rolled back", async () => {
    const tag = await ran<Row>(Tag.objects.create({ name: "a" }));
    tag.name = "b";
    await undone(() => tag.save({ changed: true }));
    expect(await names()).toEqual(["a"]);
    await tag.save({ changed: true });
    expect(await names()).toEqual(["b"]);
    const { log } = await counted(() => tag.save({ changed: true }));
    expect(log).toEqual([]);
  });

  test("bulkUpdate(), save({ only }) and a savepoint that is kept in what is rolled back", async () => {
    const tag = await ran<Row>(Tag.objects.create({ name: "a" }));
    for (const write of [
      () => ran(Tag.objects.bulkUpdate([tag], ["name"])),
      () => tag.save({ only: ["name"] }),
      () => atomic(() => tag.save({ changed: true })),
    ]) {
      tag.name = "b";
      await undone(write);
      await tag.save({ changed: true });
      expect(await names()).toEqual(["b"]);
      tag.name = "a";
      await tag.save({ changed: true });
      expect(await names()).toEqual(["a"]);
    }
  });

  test("a savepoint that is rolled back takes its own alone", async () => {
    const tag = await ran<Row>(Tag.objects.create({ name: "a" }));
    await atomic(async () => {
      tag.name = "b";
      await tag.save({ changed: true });
      tag.name = "c";
      await undone(() => tag.save({ changed: true }));
      await tag.save({ changed: true });
    });
    expect(await names()).toEqual(["c"]);
    await undone(async () => {
      tag.name = "d";
      await atomic(() => tag.save({ changed: true }));
      tag.name = "e";
      await tag.save({ changed: true });
    });
    tag.name = "c";
    const { log } = await counted(() => tag.save({ changed: true }));
    expect(log).toEqual([]);
    expect(await names()).toEqual(["c"]);
  });

  test("a new row is made anew, one that was deleted is there still", async () => {
    const tag = made("a");
    await undone(() => tag.save());
    await tag.save({ changed: true });
    expect(await names()).toEqual(["a"]);
    await undone(() => tag.delete());
    tag.name = "b";
    await tag.save();
    expect(await names()).toEqual(["b"]);
    const [first, second] = [made("c"), made("d")];
    await undone(() => ran(Tag.objects.bulkCreate([first, second])));
    await first.save({ changed: true });
    await ran(Tag.objects.bulkCreate([second]));
    expect(await names()).toEqual(["b", "c", "d"]);
  });

  test("each run of a transaction that is retried writes the same", async () => {
    const tag = await ran<Row>(Tag.objects.create({ name: "a" }));
    tag.name = "b";
    let runs = 0;
    await atomic(
      async () => {
        await tag.save({ changed: true });
        if (++runs === 1) throw new SerializationFailure("again");
      },
      { retries: 2 },
    );
    expect(runs).toBe(2);
    expect(await names()).toEqual(["b"]);
  });

  test("what is committed is not asked of again", async () => {
    const tag = made("a");
    await atomic(() => atomic(() => tag.save()));
    const { log } = await counted(() => tag.save({ changed: true }));
    expect(log).toEqual([]);
  });
});
