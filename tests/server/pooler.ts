import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { freePort, runAs } from "./start-server.js";

export interface Pooler {
  /** The database's URL, through the pooler. */
  readonly url: string;
  stop(): Promise<void>;
}

const TWO = "default_pool_size = 2";

/** PgBouncer before a server, in transaction mode, with two connections to each database where not told otherwise. */
export async function startPooler(program: string, databaseUrl: string, settings = TWO): Promise<Pooler> {
  const target = new URL(databaseUrl);
  const user = runAs();
  const root = mkdtempSync(join(tmpdir(), "ormgen-pooler-"));
  chmodSync(root, 0o755);
  const port = await freePort();
  const config = join(root, "pgbouncer.ini");
  const password = target.password === "" ? "" : ` password=${decodeURIComponent(target.password)}`;
  writeFileSync(
    config,
    `[databases]
* = host=${target.hostname} port=${target.port === "" ? "5432" : target.port} user=${target.username}${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${String(port)}
unix_socket_dir =
auth_type = any
pool_mode = transaction
max_client_conn = 200
${settings}
`,
  );
  if (user !== undefined) for (const place of [root, config]) chownSync(place, user.uid, user.gid);
  const child = spawn(program, [config], { ...user, cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => log.push(chunk.toString()));
  }
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  const url = new URL(databaseUrl);
  [url.hostname, url.port, url.password] = ["127.0.0.1", String(port), ""];
  await untilReady(url.href, child, log);
  const stop = async () => {
    process.off("exit", kill);
    const ended = new Promise((resolve) => child.once("exit", resolve));
    kill();
    await ended;
    rmSync(root, { recursive: true, force: true });
  };
  return { url: url.href, stop };
}

async function untilReady(url: string, child: ChildProcess, log: readonly string[]): Promise<void> {
  for (const deadline = Date.now() + 120_000; ; await sleep(100)) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      if (child.exitCode === null && Date.now() < deadline) continue;
      throw new Error(`The pooler did not start:\n${log.join("")}`);
    }
  }
}
