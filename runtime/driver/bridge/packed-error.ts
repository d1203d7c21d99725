import * as errors from "../../errors/index.js";
import { fateOf, withFate, type Fate } from "../fate.js";
import { packJson, unpackJson } from "./protocol.js";

interface PackedError {
  readonly name: string;
  readonly message: string;
  readonly code?: string | undefined;
  readonly cause?: PackedError | undefined;
  readonly fate?: Fate | undefined;
}

type Classes = Readonly<Record<string, new (message: string, options?: object) => Error>>;

export function packError(error: unknown): Uint8Array {
  return packJson(packed(error));
}

function packed(error: unknown, depth = 0): PackedError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    message: error.message,
    code: typeof code === "string" ? code : undefined,
    fate: fateOf(error),
    cause: error.cause === undefined || depth > 3 ? undefined : packed(error.cause, depth + 1),
  };
}

/** The error again, of ormgen's class where it was one. */
export function unpackError(bytes: Uint8Array): Error {
  const packed = unpackJson<PackedError>(bytes);
  return withFate(unpacked(packed), packed.fate);
}

function unpacked({ name, message, code, cause }: PackedError): Error {
  const options = { code, ...(cause === undefined ? {} : { cause: unpacked(cause) }) };
  if (name === "ServerError") return new errors.ServerError({ sqlstate: code ?? "XX000", message });
  const Found = Object.hasOwn(errors, name) ? (errors as unknown as Classes)[name] : undefined;
  if (Found !== undefined && Found.prototype instanceof errors.OrmgenError)
    return new Found(message, options);
  return Object.assign(new Error(message, options), { name, ...(code === undefined ? {} : { code }) });
}
