import type { OperationNode } from "kysely";
import type { Kind } from "../../types/model-type.js";
import { decimal, float8, text, type Codec } from "../../values/index.js";
import { fragment, keyword } from "../compile/fragment.js";
import { kindOf } from "../kind.js";
import type { Transform } from "./lookup.js";

const kinds: readonly Kind[] = ["number", "decimal"];
const numeric = decimal();

function same(name: string): Transform {
  return { name, kinds, output: (of) => of, sql: (of) => fragment`${keyword(name)}(${of.node})` };
}

/** An integer is whole already; a float is rounded as the decimal that it shows, halves away from zero. */
function whole(name: string, float: (of: OperationNode) => OperationNode): Transform {
  return {
    name,
    kinds,
    output: (of) => (kindOf(of) === "decimal" ? numeric : of),
    sql({ node, codec }) {
      if (isInteger(codec)) return node;
      return codec?.dbType === float8.dbType ? float(node) : fragment`${keyword(name)}(${node})`;
    },
  };
}

function isInteger(codec: Codec | null): boolean {
  return codec !== null && /^int\d$/.test(codec.dbType);
}

function floating(name: string): Transform {
  return {
    name,
    kinds,
    output: () => float8,
    sql: (of) => fragment`${keyword(name)}((${of.node})::float8)`,
  };
}

const chr: Transform = {
  name: "chr",
  kinds: ["number"],
  output: () => text,
  sql: (of) => fragment`chr((${of.node})::int4)`,
};

/** https://docs.djangoproject.com/en/stable/ref/models/database-functions/#math-functions */
export const numberTransforms: readonly Transform[] = [
  ...["abs", "sign"].map(same),
  whole("ceil", (of) => fragment`ceil(${of})`),
  whole("floor", (of) => fragment`floor(${of})`),
  whole("round", (of) => fragment`round((${of})::numeric)::float8`),
  ...["sqrt", "exp", "ln", "sin", "cos", "tan", "cot", "asin", "acos", "atan"].map(floating),
  ...["degrees", "radians"].map(floating),
  chr,
];
