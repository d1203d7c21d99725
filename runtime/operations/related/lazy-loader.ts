import { runAsync, runSync } from "../../executor/index.js";
import type { LazyLoader } from "../../instance/lazy.js";
import { fetchRelated } from "./fetch-related.js";
import { refresh } from "../read/refresh.js";

/** Runs what an instance asks for when it lacks a relation or a column. */
export const lazyLoader: LazyLoader = {
  fetch: (instance, name) => runAsync(fetchRelated(instance, name)),
  fetchSync: (instance, name) => runSync(fetchRelated(instance, name)),
  refreshSync: (instance, attribute) => runSync(refresh(instance, [attribute])),
};
