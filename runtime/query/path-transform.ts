import { InvalidLookup } from "../errors/index.js";
import { arrayOf, itemsOf, json, text, type Codec } from "../values/index.js";
import { transformed } from "./expression/methods.js";
import { paramNode, transformingNode, type Node } from "./expression/node.js";
import { kindOf } from "./kind.js";
import { findTransform, lookupNames } from "./lookups/registry.js";
import { nearest } from "./nearest.js";
import { printable } from "./path.js";

const keys = arrayOf(text);

/** What a name behind a column makes of it: a part of a date, a key of a json value, a place of an array. */
export function pathTransform(of: Node, name: string, label: string): Node {
  const { codec } = of;
  if (codec && findTransform(name, codec)) return transformed(of, name);
  if (codec && kindOf(codec) === "json") {
    return transformingNode(
      ["(", " #> ", ")"],
      [of, paramNode(keys, keys.encode([text.encode(name)]))],
      json,
    );
  }
  if (codec && kindOf(codec) === "hstore") return hstoreKey(of, name);
  if (codec && kindOf(codec) === "array" && /^\d{1,9}$/.test(name)) {
    const position = Number(name) + 1;
    const inner = innerItem(of, position);
    if (inner) return transformingNode(inner.fragments, inner.operands, itemsOf(codec));
    const items = itemsOf(codec);
    return transformingNode(
      isList(items) ? wholeItem(position) : ["(", `)[${String(position)}]`],
      [of],
      items,
    );
  }
  const slice = codec && kindOf(codec) === "array" ? /^(\d{1,9})_(\d{1,9})$/.exec(name) : null;
  if (slice) {
    // From the first place on, up to and without the second, as in Django: PostgreSQL counts from 1 and includes both.
    const from = String(Number(slice[1]) + 1);
    return transformingNode(["(", `)[${from}:${String(Number(slice[2]))}]`], [of], codec);
  }
  const names = codec ? lookupNames(codec) : [];
  const near = nearest(name, names);
  throw new InvalidLookup(
    `${label} has no lookup '${printable(name)}': ${near === null ? `it has ${names.join(", ")}` : `did you mean '${near}'?`}`,
  );
}

/** The text under a name of an hstore, also under one that a transform has. */
export function hstoreKey(of: Node, name: string): Node {
  return transformingNode(["(", " -> ", ")"], [of, paramNode(text, text.encode(name))], text);
}

/** Whether items are lists of what is no list: an item of an array of such is one row of a box. */
function isList(items: Codec | null): boolean {
  const inner = items && itemsOf(items);
  return inner !== null && itemsOf(inner) === null;
}

/** PostgreSQL gives no row of a box by its place alone: it is made anew of the slice that holds it. */
function wholeItem(position: number): readonly [string, string] {
  return [
    '(select array_agg("row"."item") from unnest((',
    `)[${String(position)}:${String(position)}]) as "row" ("item"))`,
  ];
}

const WHOLE = /^\)\[(\d+):\d+\]\) as "row"/;

/** A place inside of a place: PostgreSQL's arrays are boxes, whose items are told by all places at once. */
function innerItem(
  of: Node,
  position: number,
): { fragments: readonly string[]; operands: readonly Node[] } | null {
  if (of.kind !== "sql" || !of.transform) return null;
  const [before = "", behind = "", ...more] = of.fragments;
  if (more.length > 0) return null;
  const whole = WHOLE.exec(behind)?.[1];
  if (whole !== undefined)
    return { fragments: ["(", `)[${whole}][${String(position)}]`], operands: of.operands };
  if (!/^\)(?:\[\d+\])+$/.test(behind)) return null;
  return { fragments: [before, `${behind}[${String(position)}]`], operands: of.operands };
}
