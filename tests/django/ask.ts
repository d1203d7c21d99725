import { executeRaw } from "../../runtime/executor/index.js";
import { atomic } from "../../runtime/index.js";
import { isInstance } from "../../runtime/meta/instance-identity.js";
import type { Style } from "../library/style.js";
import { apply, call, fn, modelOf, named, queryset, type Loose } from "./build.js";
import type { End, Question } from "./chain.js";

/** What the client answers, in either style. */
export async function ask({ chain, end }: Question, style: Style): Promise<unknown> {
  const rows = queryset(chain);
  if (end.kind === "update") {
    return changed(() => style.call(call(rows, "all"), "update", named(end.set, chain.model)));
  }
  if (end.kind === "delete") return changed(() => style.call(call(rows, "all"), "delete"));
  return answer(rows, chain.model, end, style);
}

async function answer(rows: Loose, model: string, end: End, style: Style): Promise<unknown> {
  const all = async (of: Loose) => (await style.call(of, "toArray")) as Loose[];
  switch (end.kind) {
    case "rows":
      return (await all(rows)).map((row) => end.names.map((name) => attribute(row, name)));
    case "count":
    case "exists":
      return style.call(rows, end.kind);
    case "first":
    case "last":
      return keyOf(await style.call(rows, end.kind));
    case "earliest":
    case "latest":
      return keyOf(await style.call(rows, end.kind, ...end.names));
    case "aggregate":
      return style.call(rows, "aggregate", named(end.to, model));
    case "dates":
      return all(call(rows, "dates", end.field, end.unit, { order: end.order }));
    case "prefetch": {
      const path = end.path.join("__");
      const narrow = end.narrow;
      const inner = narrow && call(modelOf(narrow.model).objects, "orderBy", "pk");
      const loaded = inner ? fn("prefetch", path, apply(inner, narrow.step, narrow.model, null)) : path;
      const found = await all(call(rows, "prefetchRelated", loaded));
      return found.map((row) => [keyOf(row), beyond(row, end.path)]);
    }
    case "related": {
      const told: unknown[] = [];
      for (const row of await all(rows)) {
        const start = row[end.relation] as Loose;
        const found = await all(end.steps.reduce((at, step) => apply(at, step, end.model, null), start));
        told.push([keyOf(row), inOrder(found.map(keyOf))]);
      }
      return told;
    }
    default:
      throw new TypeError(`${end.kind} is no question`);
  }
}

/** A row of plain values, an instance, or a path beyond it. */
function attribute(row: object, name: string): unknown {
  if (name in row) return (row as Record<string, unknown>)[name];
  return name
    .split("__")
    .reduce<unknown>((at, part) => (at === null ? null : (at as Record<string, unknown>)[part]), row);
}

function keyOf(row: unknown): unknown {
  return isInstance(row) ? (row as unknown as { id: unknown }).id : row;
}

/** The keys at the end of a path of prefetched relations, as a tree. */
function beyond(row: unknown, [name, ...rest]: readonly string[]): unknown {
  if (row === null || row === undefined) return null;
  if (name === undefined) return keyOf(row);
  const found = (row as Record<string, unknown>)[name];
  if (found === null || isInstance(found)) return beyond(found, rest);
  return inOrder((found as { loaded: unknown[] }).loaded.map((each) => beyond(each, rest)));
}

function inOrder(keys: readonly unknown[]): unknown[] {
  return [...keys].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

const tables = ["author", "book", "publisher", "tag", "review", "profile", "category", "book_tags"];

class Undo extends Error {}

/** What a change gives, and the tables after it; nothing of it stays. */
async function changed(write: () => Promise<unknown>): Promise<unknown> {
  let told: unknown;
  const undone = atomic(
    async () => {
      const result = await write();
      await executeRaw("set constraints all immediate");
      const after: Record<string, unknown> = {};
      for (const table of tables) {
        const rows = `string_agg(t::text, '|' order by t::text collate "C")`;
        const [row] = await executeRaw(`select md5(coalesce(${rows}, '')) as digest from library_${table} t`);
        after[table] = row?.["digest"];
      }
      told = [result, after];
      throw new Undo();
    },
    { sync: true },
  );
  await undone.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
  return told;
}
