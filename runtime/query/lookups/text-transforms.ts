import type { OperationNode } from "kysely";
import type { Kind } from "../../types/model-type.js";
import { int4, text } from "../../values/index.js";
import { fragment, keyword } from "../compile/fragment.js";
import type { Transform } from "./lookup.js";
import type { Sql } from "./sql.js";

export const textKinds: readonly Kind[] = ["text", "uuid", "inet"];

/** The operand as text: an enum, a uuid and an address have no functions of texts. */
export function asText({ node, codec }: Sql): OperationNode {
  // A cast would write the mask of a single address too: 10.0.0.1/32.
  if (codec?.dbType === "inet") return fragment`abbrev(${node})`;
  return codec?.oid === 25 || codec?.oid === 1043 ? node : fragment`${node}::text`;
}

function called(name: string, output = text): Transform {
  return {
    name,
    kinds: textKinds,
    output: () => output,
    sql: (of) => fragment`${keyword(name)}(${asText(of)})`,
  };
}

function digest(name: string): Transform {
  return {
    name,
    kinds: textKinds,
    output: () => text,
    sql: (of) => fragment`encode(${keyword(name)}(convert_to(${asText(of)}, 'UTF8')), 'hex')`,
  };
}

/** https://docs.djangoproject.com/en/stable/ref/models/database-functions/#text-functions */
export const textTransforms: readonly Transform[] = [
  ...["lower", "upper", "trim", "ltrim", "rtrim", "reverse", "md5"].map((name) => called(name)),
  // As in Django: who asks for a text without accents may write it with some.
  { ...called("unaccent"), bilateral: true },
  { ...called("length"), output: () => int4 },
  { name: "ord", kinds: textKinds, output: () => int4, sql: (of) => fragment`ascii(${asText(of)})` },
  ...["sha224", "sha256", "sha384", "sha512"].map(digest),
];
