export { buildSchema } from "./build-schema.js";
export { CODES, type DiagnosticCode } from "./codes.js";
export type { Diagnostic } from "./diagnostic.js";
export * from "./naming/names.js";
export { createReport, type Report } from "./report.js";
export type * from "./schema.js";
