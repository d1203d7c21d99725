import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { findBinaries, type Binaries } from "./binaries.js";
import { selfSigned } from "./certificate.js";

export interface TestServer {
  /** Of its maintenance database, as a superuser. */
  readonly url: string;
  stop(): Promise<void>;
}

/** `ORMGEN_TEST_DATABASE_URL`, else a server of our own in a directory that goes when it stops. */
export async function startServer(): Promise<TestServer> {
  const given = process.env["ORMGEN_TEST_DATABASE_URL"];
  if (given !== undefined && given !== "") return { url: given, stop: async () => {} };
  return startOwnServer();
}

/** A server that nobody else uses, whatever was given: it may be copied, frozen, filled up. */
export async function startOwnServer(): Promise<TestServer> {
  const failures: unknown[] = [];
  for (const binaries of findBinaries()) {
    try {
      return await start(binaries);
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(
    failures,
    "No PostgreSQL for the tests: set ORMGEN_TEST_DATABASE_URL, install one, or run npm install.",
  );
}

/** PostgreSQL refuses to run as root. */
export function runAs(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const user = spawnSync("id", ["-u", "postgres"]).status === 0 ? "postgres" : "nobody";
  const number = (flag: string) => Number(execFileSync("id", [flag, user], { encoding: "utf8" }));
  return { uid: number("-u"), gid: number("-g") };
}

async function start({ initdb, postgres }: Binaries): Promise<TestServer> {
  const user = runAs();
  const root = mkdtempSync(join(tmpdir(), "ormgen-server-"));
  if (user !== undefined) chownSync(root, user.uid, user.gid);
  const data = join(root, "data");
  const remove = () => rmSync(root, { recursive: true, force: true, maxRetries: 10 });
  try {
    const options = [
      "-D",
      data,
      "-U",
      "postgres",
      "--auth=trust",
      "--locale=C",
      "--encoding=UTF8",
      "--no-sync",
    ];
    execFileSync(initdb, options, {
      ...user,
      cwd: root,
      stdio: "pipe",
      env: { ...process.env, LC_ALL: "C" },
    });
    guard(data);
    const port = await freePort();
    const settings = {
      port: String(port),
      listen_addresses: "127.0.0.1",
      unix_socket_directories: process.platform === "win32" ? "" : root,
      fsync: "off",
      synchronous_commit: "off",
      full_page_writes: "off",
      max_connections: "200",
      max_prepared_transactions: "10",
      ...selfSigned(root, user),
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const child = spawn(postgres, ["-D", data, ...flags], {
      ...user,
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const log: string[] = [];
    child.stdout.on("data", (chunk: Buffer) => log.push(chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => log.push(chunk.toString()));
    const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    const kill = () => void child.kill("SIGQUIT");
    process.once("exit", kill);
    await untilReady(url, child, log);
    const stop = async () => {
      process.off("exit", kill);
      await ended(child);
      remove();
    };
    return { url, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The role that must say a password; every other one is trusted. */
export const GUARDED = "ormgen_guarded";

function guard(data: string): void {
  const rules = join(data, "pg_hba.conf");
  writeFileSync(rules, `host all ${GUARDED} all scram-sha-256\n${readFileSync(rules, "utf8")}`);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

export async function untilReady(url: string, child: ChildProcess, log: readonly string[]): Promise<void> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    if (child.exitCode !== null || Date.now() > deadline) {
      throw new Error(`The test server did not start:\n${log.join("")}`);
    }
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await sleep(100);
    }
  }
}

export function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill("SIGKILL"), 10_000);
    child.once("exit", () => {
      clearTimeout(force);
      resolve();
    });
    // SIGINT: a fast shutdown, which ends open sessions.
    child.kill("SIGINT");
  });
}
