import { resolve } from "node:path";
import type { ConnectOptions } from "../../runtime/driver/connect-options.js";
import { InvalidValue, knownOptions } from "../../runtime/errors/index.js";
import { connect, disconnect } from "../../runtime/executor/index.js";
import { hashOf, readMigrations } from "../migrate/files/migration-files.js";
import { MigrationError } from "../migrate/migration-errors.js";
import { copyEmbedded } from "./embedded-copy.js";
import { copyOnServer } from "./server-copy.js";

export interface TestDatabaseOptions {
  /** A server, with a database that is only asked to make others; `DATABASE_URL` where it is not given, else the embedded one. */
  readonly url?: string;
  /** The folder of the migrations; `migrations` in the working directory. */
  readonly folder?: string;
  /** How to connect to it: the options of `connect()`, a name among them. */
  readonly connect?: ConnectOptions;
}

export interface TestDatabase {
  /** What `connect()` takes to come to it again. */
  readonly url: string;
  /** Disconnects, and removes it. */
  close(): Promise<void>;
}

/** A database of a test's own, not connected to yet. */
export interface Copy {
  readonly url: string;
  remove(): Promise<void>;
}

/** What a template is made of. */
export interface TemplateSource {
  readonly folder: string;
  /** Of the migrations: other ones make another template. */
  readonly hash: string;
}

/**
 * A database of the caller's own with all migrations applied, as the connection of the models: one for each test file.
 *
 * ```ts
 * let database: TestDatabase;
 * beforeAll(async () => {
 *   database = await testDatabase();
 * });
 * afterAll(() => database.close());
 * ```
 *
 * The migrations run once, into a template; each database is a copy of it. Embedded, it is a folder among the system's
 * temporary ones; on a server it is `CREATE DATABASE … TEMPLATE …`, and the database that the URL names is left alone.
 *
 * Throws `MigrationError` where the folder has no migrations or one of them fails, and what a connection throws.
 * https://docs.djangoproject.com/en/stable/topics/testing/overview/#the-test-database
 */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  knownOptions("testDatabase()", options, ["url", "folder", "connect"]);
  const folder = resolve(options.folder ?? "migrations");
  const source = { folder, hash: hashOfFolder(folder) };
  const url = options.url ?? process.env["DATABASE_URL"] ?? "";
  if (url !== "" && !/^postgres(?:ql)?:/iu.test(url))
    throw new InvalidValue(
      "The url of testDatabase() is a server's: postgres://…. Without one the database is embedded.",
    );
  const copy = url === "" ? await copyEmbedded(source) : await copyOnServer(source, url);
  try {
    await connect(copy.url, options.connect);
  } catch (error) {
    await copy.remove();
    throw error;
  }
  let open = true;
  return {
    url: copy.url,
    close: async () => {
      if (!open) return;
      open = false;
      await disconnect(options.connect?.name ?? "default");
      await copy.remove();
    },
  };
}

function hashOfFolder(folder: string): string {
  const files = readMigrations(folder);
  if (files.length > 0)
    return hashOf(JSON.stringify(files.map(({ name, hash }) => [name, hash]))).slice(0, 12);
  throw new MigrationError(
    `testDatabase() found no migrations in ${folder}: \`npx ormgen makemigrations\` makes them, and \`folder\` says where they are.`,
  );
}
