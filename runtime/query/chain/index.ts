export { all, exclude, filter, none, using } from "./filter.js";
export { alias, annotate } from "./annotate.js";
export { difference, intersection, union } from "./combine.js";
export { dates } from "./dates.js";
export { selectForUpdate } from "./lock.js";
export { defer, only, values, valuesList } from "./columns.js";
export { distinct, orderBy, reverse } from "./order.js";
export { limit, offset } from "./slice.js";
export { fetchPeers, prefetchRelated, selectRelated } from "./related.js";
