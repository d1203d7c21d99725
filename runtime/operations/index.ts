export { aggregate } from "./read/aggregate.js";
export { bulkCreate, type BulkCreateOptions } from "./write/bulk-create.js";
export { bulkUpdate } from "./write/bulk-update.js";
export { contains, count, exists } from "./read/count.js";
export { create } from "./write/create.js";
export { deleteInstance } from "./write/delete-instance.js";
export { deleteRows } from "./write/delete.js";
export type { Deleted } from "./write/deleted.js";
export { explain, type ExplainOptions } from "./read/explain.js";
export { fetchRelated } from "./related/fetch-related.js";
export { toArray } from "./read/fetch.js";
export { earliest, first, last, latest } from "./read/first.js";
export { get } from "./read/get.js";
export {
  getOrCreate,
  updateOrCreate,
  type CreateOptions,
  type UpdateOptions,
} from "./write/get-or-create.js";
export { inBulk } from "./read/in-bulk.js";
export { each, iterate } from "./read/iterate.js";
export { prefetchRelatedObjects } from "./prefetch/prefetch.js";
export { raw } from "./read/raw.js";
export { createMany, getOrCreateRelated, updateOrCreateRelated } from "./related/related-rows.js";
export { refresh } from "./read/refresh.js";
export { add, clear, createRelated, remove, set } from "./related/related.js";
export { save, type SaveOptions } from "./write/save.js";
export { validate } from "./write/validate.js";
export { update } from "./write/update.js";
