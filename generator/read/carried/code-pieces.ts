import type { Call, Entry, Value } from "../../schema/facts.js";
import { isLiteral } from "../../schema/fields/is-literal.js";
import type { Carrier, Piece } from "./carry.js";

const CARRIED = new Set(["default", "validators", "parse", "serialize"]);

/** The parts of a field's call that go to the client as code: functions among its options, its type argument. */
export function codePieces(call: Call, carrier: Carrier): readonly Piece[] {
  const type = call.typeArgument && carrier.pieceOf(call.typeArgument);
  return [...(type ? [type] : []), ...call.arguments.flatMap(ofArgument)];

  function ofArgument(argument: Value): readonly Piece[] {
    if (argument.kind === "call") return codePieces(argument, carrier);
    return argument.kind === "dictionary" ? argument.entries.flatMap(ofEntry) : [];
  }

  function ofEntry({ key, value }: Entry): readonly Piece[] {
    if (!CARRIED.has(key)) return [];
    const values = key === "validators" && value.kind === "list" ? value.items : [value];
    return values.flatMap((one) => {
      const piece =
        isLiteral(one) || one.kind === "scalar" || one.kind === "call" ? null : carrier.pieceOf(one.code);
      return piece ? [piece] : [];
    });
  }
}
