import type { InstancePlan } from "../query/compile/plan.js";
import type { Saved } from "./saved.js";
import type { Undo } from "./undo.js";
import type { Instance } from "../meta/instance-identity.js";

/** What an instance knows beside its columns. */
export interface InstanceState {
  /** The connection it came from; saving goes there too. */
  using: string | undefined;
  /** Not in the database yet: `save()` inserts. */
  adding: boolean;
  /** Fetched by a sync call: an unloaded relation is fetched when it is first used. */
  lazy: boolean;
  /** The row that it was made of, and where its columns stand there: what `save({ changed })` compares with. */
  origin: { readonly plan: InstancePlan; readonly row: readonly unknown[] } | null;
  /** What was saved or read anew since, by the columns of the model in their order. */
  saved: Saved | null;
  /** What is noted again where the transaction that wrote of it last is rolled back. */
  undo: Undo | null;
  /** Instances of one query that load a relation together when one of them needs it. */
  peers: readonly Instance[] | null;
  /** Loaded relations to one row, by name. */
  relations: Map<string, Instance | null> | null;
  /** What a user assigned to foreign keys, by relation: `pending` where it had no key yet. */
  assigned: Map<string, { readonly instance: Instance; readonly pending: boolean }> | null;
  /** The keys of foreign keys whose rows a prefetch has left out, by relation: they are loaded as null. */
  absent: Map<string, unknown> | null;
  /** Loaded relations to many rows, by name. */
  lists: Map<string, readonly Instance[]> | null;
}
