import { runSync } from "../executor/index.js";
import type { LazyLoader } from "../instance/lazy.js";
import { fetchRelated } from "./fetch-related.js";
import { refresh } from "./refresh.js";

/** What an unloaded relation or column of an instance from a sync call runs when it is first used. */
export const lazyLoader: LazyLoader = {
  related: (instance, name) => runSync(fetchRelated(instance, name)),
  column: (instance, attribute) => runSync(refresh(instance, [attribute])),
};
