export { loadSchema, type LoadedSchema, type LoadSchemaOptions } from "./load-schema.js";
