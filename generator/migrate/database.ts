/** What migrations need of a database. */
export interface MigrationDatabase {
  /** One statement; rows by column name. */
  rows(sql: string, parameters?: readonly string[]): Promise<Record<string, unknown>[]>;
  /** Several statements, as a file holds them. */
  script(sql: string): Promise<void>;
  /** Runs the body in one transaction on one session: everything that the body asks goes there. */
  transaction<T>(body: () => Promise<T>): Promise<T>;
  /** The embedded database: nobody else can be migrating it. */
  readonly singleSession: boolean;
  close(): Promise<void>;
}
