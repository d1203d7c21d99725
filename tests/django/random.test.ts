import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Library } from "../library/library.js";
import { styles } from "../library/style.js";
import { disagreement } from "./agreement.js";
import type { Question } from "./chain.js";
import { diceOf } from "./dice.js";
import { openShelves } from "./library.js";
import { question } from "./questions.js";
import { findDjango, startReference, type Reference } from "./reference.js";
import { readShelf, type Shelf } from "./shelf.js";
import { smaller } from "./smaller.js";

/*
 * Random questions, asked of Django itself and of the client over one database. It takes a Python with Django and
 * psycopg2 (Debian: python3-django, python3-psycopg2); recorded.test.ts has some of Django's answers for machines
 * without. Other questions: ORMGEN_DJANGO_SEED=$RANDOM ORMGEN_DJANGO_RUNS=5000.
 */
const django = findDjango();
const runs = Number(process.env["ORMGEN_DJANGO_RUNS"] ?? 1000);
const seed = Number(process.env["ORMGEN_DJANGO_SEED"] ?? 20);
const WHERE = django
  ? `of Django ${django.version}`
  : "of Django: skipped, no Python here has django and psycopg2";

describe.skipIf(!django)(`the answers ${WHERE}`, () => {
  let library: Library;
  let reference: Reference;
  let shelf: Shelf;
  beforeAll(async () => {
    library = await openShelves("server");
    shelf = await readShelf();
    reference = startReference(django?.python ?? "", library.server?.url ?? "");
  });
  afterAll(async () => {
    reference.close();
    await library.close();
  });

  /** The smallest question that is still answered differently. */
  async function smallest(asked: Question, style: (typeof styles)[number]): Promise<string> {
    for (const less of smaller(asked)) {
      const found = await disagreement(less, await reference.ask(less), style);
      if (found !== null) return smallest(less, style);
    }
    const found = await disagreement(asked, await reference.ask(asked), style);
    return `${JSON.stringify(asked)}\n${found ?? ""}`;
  }

  test(
    `to ${String(runs)} questions of seed ${String(seed)} are the client's`,
    { timeout: 1_800_000 },
    async () => {
      let answered = 0;
      const differing: string[] = [];
      for (const [at, gen] of fc.sample(fc.gen(), { seed, numRuns: runs }).entries()) {
        const asked = question(diceOf(gen, shelf));
        const style = styles[at % styles.length] as (typeof styles)[number];
        const answer = await reference.ask(asked);
        if ("value" in answer) answered += 1;
        if ((await disagreement(asked, answer, style)) !== null) differing.push(await smallest(asked, style));
      }
      expect(differing.join("\n\n")).toBe("");
      // What Django refuses says nothing: most questions must be ones that it answers.
      expect(answered / runs).toBeGreaterThan(0.8);
    },
  );
});
