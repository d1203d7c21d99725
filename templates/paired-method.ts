import { code, doc, verbatim, type Code } from "../generator/emit/code.js";
import type { PairedMethod, Result } from "../generator/plan/methods.js";
import type { PairNames } from "../generator/plan/pair-names.js";
import { MODEL, signature, type MethodScope } from "./parameters.js";
import { runtime, runtimeType } from "./runtime.js";
import { surplus } from "./surplus.js";

/** What the two styles give: an instance of a sync call may follow its relations lazily. */
export interface RowTypes {
  readonly async: Code;
  readonly sync: Code;
  /** What `create` and its kin give. */
  readonly madeAsync: Code;
  readonly madeSync: Code;
}

function resultType(result: Result, row: Code, made: Code): Code {
  switch (result) {
    case "rows":
      return code`${row}[]`;
    case "row":
      return row;
    case "rowOrNull":
      return code`${row} | null`;
    case "made":
      return made;
    case "madeList":
      return code`${made}[]`;
    case "madePair":
      return code`[${made}, boolean]`;
    case "map":
      return code`Map<${runtimeType("BulkKey")}<${MODEL}, F>, ${row}>`;
    case "deleted":
      return code`${runtimeType("Deleted")}`;
    case "nothing":
      return verbatim("void");
    case "stream":
      return row;
    case "text":
      return verbatim("string");
    case "instanceList":
      return code`${made}[]`;
    case "aggregated":
      return code`${runtimeType("Annotations")}<E>`;
    default:
      return verbatim(result);
  }
}

/** The summary, and an example with the SQL that it makes. */
function methodDoc(method: PairedMethod, name: string, awaits: boolean, { example }: MethodScope): Code {
  const summary = awaits ? method.summary : `${method.summary} Blocks.`;
  return doc(example ? `${summary}${example(method.name, name, awaits)}` : summary);
}

/** Both twins of a method: the same operation, driven by either runner. */
export function pairedMethod(
  method: PairedMethod,
  names: PairNames,
  types: MethodScope,
  rows: RowTypes,
): Code {
  const { generics, parameters, passed, most } = signature(method, types);
  const operation = code`${runtime("operations")}.${method.operation}`;
  const [asyncType, syncType] = [
    resultType(method.result, rows.async, rows.madeAsync),
    resultType(method.result, rows.sync, rows.madeSync),
  ];
  const alone = (name: string) => surplus(name, most, types.of);
  const stream = method.result === "stream";
  const given = stream ? code`AsyncIterableIterator<${asyncType}>` : code`Promise<${asyncType}>`;
  const blocked = stream ? code`IterableIterator<${syncType}>` : syncType;
  return code`${methodDoc(method, names.async, true, types)}${names.async}${generics}(${parameters}): ${given} {
    ${alone(names.async)}return ${runtime(stream ? "streamAsync" : "runAsync")}(${operation}(${passed}));
  }

  ${methodDoc(method, names.sync, false, types)}${names.sync}${generics}(${parameters}): ${blocked} {
    ${alone(names.sync)}return ${runtime(stream ? "streamSync" : "runSync")}(${operation}(${passed}));
  }
  `;
}
