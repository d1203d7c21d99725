import { beforeAll, describe, expect, test } from "vitest";
import { executeScript } from "../../runtime/executor/index.js";
import { Document, Folder, Label, count, prefetch } from "../../fixtures/archive/generated/index.js";
import { tablesOf } from "../library/library.js";
import { connectOwn } from "../library/own-database.js";

beforeAll(async () => {
  const end = await connectOwn();
  await executeScript(tablesOf("fixtures/archive"));
  const [full, empty] = await Folder.objects.bulkCreate([{ name: "full" }, { name: "empty" }]);
  const at = new Date("2024-01-01T00:00:00Z");
  const [kept, gone] = await Document.objects.bulkCreate([
    { title: "kept", folder: full! },
    { title: "gone", folder: full!, deletedAt: at },
    { title: "older", folder: empty!, deletedAt: new Date("2023-01-01T00:00:00Z") },
  ]);
  const label = await Label.objects.create({ name: "paper" });
  await label.documents.add(kept!, gone!);
  return end;
});

describe("a manager with a base", () => {
  test("narrows where its queries begin", async () => {
    expect(await Document.objects.count()).toBe(1);
    expect(await Document.everything.count()).toBe(3);
    expect(await Document.bin.count()).toBe(2);
    expect((await Document.bin.oldest().get()).title).toBe("older");
    expect(await Document.everything.titled("gone").exists()).toBe(true);
    await expect(Document.objects.get({ title: "gone" })).rejects.toThrow(Document.DoesNotExist);
  });

  test("holds in related managers and prefetches, unless another queryset is given", async () => {
    const [full] = await Folder.objects.prefetchRelated("documents").filter({ name: "full" }).toArray();
    expect(full?.documents.loaded.map((document) => document.title)).toEqual(["kept"]);
    const folder = await Folder.objects.get({ name: "full" });
    expect(await folder.documents.count()).toBe(1);
    const [all] = await Folder.objects
      .prefetchRelated(prefetch("documents", Document.everything.orderBy("title")))
      .filter({ name: "full" })
      .toArray();
    expect(all?.documents.loaded.map((document) => document.title)).toEqual(["gone", "kept"]);
    const label = await Label.objects.prefetchRelated("documents").get({ name: "paper" });
    expect(label.documents.loaded.map((document) => document.title)).toEqual(["kept"]);
  });

  test("holds in joins to many rows", async () => {
    expect(await Folder.objects.filter({ documents__title: "gone" }).exists()).toBe(false);
    expect(await Folder.objects.filter({ documents__isnull: true }).count()).toBe(1);
    const folders = await Folder.objects
      .annotate({ n: count(Folder.f.documents) })
      .orderBy("name")
      .toArray();
    expect(folders.map(({ name, n }) => [name, n])).toEqual([
      ["empty", 0],
      ["full", 1],
    ]);
    expect(await Folder.objects.exclude({ documents__title: "gone" }).count()).toBe(2);
    expect(await Label.objects.filter({ documents__title: "gone" }).count()).toBe(0);
    expect(await Label.objects.filter({ documents__title: "kept" }).count()).toBe(1);
  });

  test("what a row refers to is there all the same", async () => {
    const gone = await Document.everything.selectRelated("folder").get({ title: "gone" });
    expect(gone.folder.name).toBe("full");
  });

  test("does not count as a condition where every row would go", async () => {
    await expect(Document.objects.delete()).rejects.toThrow(/unfiltered queryset/);
    expect(() => Document.bin.updateSync({ title: "x" })).toThrow(/unfiltered queryset/);
    expect(await Document.bin.all().update({ title: "x" })).toBe(2);
  });
});

describe("a field that a constraint alone makes unique", () => {
  test("names rows in bulk", async () => {
    const labels = await Label.objects.inBulk(["paper", "none"], { field: "name" });
    expect([...labels].map(([name, label]) => [name, label.name])).toEqual([["paper", "paper"]]);
  });

  test("is asked for once before it is saved", async () => {
    await expect(new Label({ name: "paper" }).validate()).rejects.toMatchObject({
      errors: { name: ["a Label with this value exists already"] },
    });
  });
});
