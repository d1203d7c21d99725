import type { Instance } from "./instance.js";

/** What an instance knows beside its columns. */
export interface InstanceState {
  /** The connection it came from; saving goes there too. */
  using: string | undefined;
  /** Not in the database yet: `save()` inserts. */
  adding: boolean;
  /** Fetched by a sync call: an unloaded relation is fetched when it is first used. */
  lazy: boolean;
  /** Loaded relations to one row, by name. */
  relations: Map<string, Instance | null> | null;
  /** Loaded relations to many rows, by name. */
  lists: Map<string, readonly Instance[]> | null;
}
