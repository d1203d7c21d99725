export { all, exclude, filter, none, using } from "./filter.js";
export { defer, only, values } from "./columns.js";
export { distinct, orderBy, reverse } from "./order.js";
export { limit, offset } from "./slice.js";
export { selectRelated } from "./related.js";
