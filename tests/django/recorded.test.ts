import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drivers, type Library } from "../library/library.js";
import { styles } from "../library/style.js";
import { disagreement } from "./agreement.js";
import type { Answer, Question } from "./chain.js";
import { diceOf } from "./dice.js";
import { openShelves } from "./library.js";
import { question } from "./questions.js";
import { findDjango, startReference } from "./reference.js";
import { readShelf } from "./shelf.js";
import { found } from "./found.js";

/*
 * What Django has answered, on both databases, in both styles, wherever there is no Django. Recorded anew by
 * ORMGEN_UPDATE=1, which takes a Python with Django.
 */
interface Recorded {
  readonly question: Question;
  readonly answer: Answer;
}

const FILE = new URL("./recorded.json", import.meta.url);
const RANDOM = 150;

if (process.env["ORMGEN_UPDATE"] === "1") {
  const django = findDjango();
  if (django) await record(django.python);
}
const recorded = JSON.parse(readFileSync(FILE, "utf8")) as readonly Recorded[];

describe.each(drivers)("what Django has answered, on the %s database", (driver) => {
  let library: Library;
  beforeAll(async () => {
    library = await openShelves(driver);
  });
  afterAll(() => library.close());

  test.each(styles)("the $name client answers", async (style) => {
    const differing: string[] = [];
    for (const { question, answer } of recorded) {
      const told = await disagreement(question, answer, style);
      if (told !== null) differing.push(`${JSON.stringify(question)}\n${told}`);
    }
    expect(differing.join("\n\n")).toBe("");
    expect(recorded.length).toBeGreaterThan(found.length);
  });
});

async function record(python: string): Promise<void> {
  const library = await openShelves("server");
  const shelf = await readShelf();
  const reference = startReference(python, library.server?.url ?? "");
  const random = fc.sample(fc.gen(), { seed: 1, numRuns: RANDOM }).map((gen) => question(diceOf(gen, shelf)));
  const lines: string[] = [];
  for (const each of [...found, ...random]) {
    const answer = await reference.ask(each);
    if ("value" in answer) lines.push(JSON.stringify({ question: each, answer: { value: answer.value } }));
  }
  writeFileSync(FILE, `[\n${lines.join(",\n")}\n]\n`);
  reference.close();
  await library.close();
}
