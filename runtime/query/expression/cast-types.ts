import { InvalidValue } from "../../errors/index.js";
import { boolean, codecForOid, type Codec } from "../../values/index.js";

const types = {
  text: codecForOid(25),
  integer: codecForOid(23),
  smallInteger: codecForOid(21),
  bigInteger: codecForOid(20),
  float: codecForOid(701),
  decimal: codecForOid(1700),
  boolean,
  date: codecForOid(1082),
  time: codecForOid(1083),
  timestamp: codecForOid(1184),
  interval: codecForOid(1186),
  uuid: codecForOid(2950),
  json: codecForOid(3802),
} as const satisfies Record<string, Codec>;

/** What a value of each type is in TypeScript. */
export interface CastTypes {
  text: string;
  integer: number;
  smallInteger: number;
  bigInteger: number;
  float: number;
  decimal: string;
  boolean: boolean;
  date: string;
  time: string;
  timestamp: Date;
  interval: string;
  uuid: string;
  json: unknown;
}

export type CastType = keyof CastTypes;

/** The codec of a type that a user names. */
export function castCodec(type: CastType): Codec {
  const codec = Object.hasOwn(types, type) ? types[type] : undefined;
  if (!codec) throw new InvalidValue(`cast() knows the types ${Object.keys(types).join(", ")}`);
  return codec;
}
