export * from "../../runtime/testing/index.js";
export { testDatabase, type TestDatabase, type TestDatabaseOptions } from "./test-database.js";
