import type { Connection } from "../apply/task.js";

/** What migrations need of a database. */
export interface MigrationDatabase {
  /** One statement; rows by column name. */
  rows(sql: string, parameters?: readonly string[]): Promise<Record<string, unknown>[]>;
  /** Several statements sent as one text: one implicit transaction, undone as a whole by an error. */
  script(sql: string): Promise<void>;
  /** Lends one connection, which keeps its locks and settings to the end of the work. */
  session<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
