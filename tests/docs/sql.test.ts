import { describe, expect, test } from "vitest";
import { matches, partsOf, shownSql } from "./sql.js";

describe("a statement of a page", () => {
  const actual = 'select "book"."id", "book"."title" from "book" where ("book"."id" = $1)';

  test("may be broken into lines and abbreviated", () => {
    expect(matches('select "book"."id", …\nfrom "book"\nwhere (\n  "book"."id" = $1\n)', actual)).toBe(true);
  });
  test("may not say anything else", () => {
    expect(matches('select "book"."id", … from "book" where ("book"."id" = $2)', actual)).toBe(false);
    expect(matches(actual, `${actual} limit $2`)).toBe(false);
    expect(matches("", actual)).toBe(false);
  });
  test("is taken apart where no parenthesis is open", () => {
    const inner =
      'select (select 1 from "a" where true) from "b" where exists (select 1 from "c" where false) order by 1';
    expect(partsOf(inner)).toEqual({
      selected: '(select 1 from "a" where true)',
      condition: 'exists (select 1 from "c" where false)',
      order: "1",
    });
  });
  test("is shown without its long column lists", () => {
    expect(shownSql('select "a"."id", "a"."b", "a"."c", "a"."d" from "a"')).toBe(
      'select "a"."id", … from "a"',
    );
  });
});
