import { InvalidValue, knownOptions } from "../../errors/index.js";
import type { Operation } from "../../executor/run/operation.js";
import { keyOf, metaOf, type Instance } from "../../meta/instance-identity.js";
import { refuseKeyless } from "../keyless.js";
import { ownRow } from "../read/refresh.js";
import { deleteRows } from "./delete.js";
import type { Deleted } from "./deleted.js";
import { isElsewhere, onConnection } from "./elsewhere.js";
import { hooked } from "./hooks.js";
import { noteWritten } from "./note-written.js";

/** Deletes one row by its key; the instance stays as it is, without being in the database. */
export function* deleteInstance(
  instance: Instance,
  options: { readonly using?: string } = {},
): Operation<Deleted> {
  const meta = metaOf(instance);
  knownOptions("delete()", options, ["using"]);
  refuseKeyless(instance, "delete");
  if (keyOf(instance) === undefined)
    throw new InvalidValue(`${meta.name} is not saved: there is nothing to delete`);
  // Its own row is still there where that of another connection goes.
  const elsewhere = isElsewhere(instance, options.using);
  const erase = function* (): Operation<Deleted> {
    const deleted = yield* deleteRows(ownRow(instance));
    if (!elsewhere) yield* noteWritten([instance], { columns: "unknown", adding: true });
    return deleted;
  };
  return yield* onConnection(instance, "delete()", options.using, false, () =>
    hooked("delete", instance, erase, () => "delete"),
  );
}
