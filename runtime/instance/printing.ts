import type { InspectOptions } from "node:util";
import { Marked, metaOf, type Instance } from "../meta/instance-identity.js";
import { jsonValue, plainRow } from "./json.js";

type Inspect = (value: unknown, options: InspectOptions) => string;

/** What `JSON.stringify` and `console.log` make of an instance. */
export function installPrinting(): void {
  define("toJSON", function (this: Instance) {
    return plainRow(this, jsonValue);
  });
  define(
    Symbol.for("nodejs.util.inspect.custom"),
    function (this: Instance, depth: number, options: InspectOptions, inspect: Inspect) {
      const { name } = metaOf(this);
      if (depth < 0) return `[${name}]`;
      return `${name} ${inspect(
        plainRow(this, (value) => value, "[hidden]"),
        options,
      )}`;
    },
  );
}

function define(name: string | symbol, value: unknown): void {
  Object.defineProperty(Marked.prototype, name, { value, configurable: true, writable: true });
}
