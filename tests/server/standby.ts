import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findBinaries } from "./binaries.js";
import { ended, freePort, runAs, untilReady, type TestServer } from "./start-server.js";

interface StandbyBinaries {
  readonly postgres: string;
  readonly pgBasebackup: string;
}

/** The programs that make a streaming replica, if they are there. */
export function findStandbyBinaries(): StandbyBinaries | null {
  for (const { postgres } of findBinaries()) {
    const pgBasebackup = join(dirname(postgres), "pg_basebackup");
    if (existsSync(pgBasebackup)) return { postgres, pgBasebackup };
  }
  return null;
}

/** A streaming replica of a server, which reads and, until it is promoted, never writes. */
export async function startStandby(
  { postgres, pgBasebackup }: StandbyBinaries,
  primaryUrl: string,
): Promise<TestServer> {
  const user = runAs();
  const root = mkdtempSync(join(tmpdir(), "ormgen-standby-"));
  if (user !== undefined) chownSync(root, user.uid, user.gid);
  const data = join(root, "data");
  execFileSync(
    pgBasebackup,
    ["-d", primaryUrl, "-D", data, "--write-recovery-conf", "--checkpoint=fast", "--no-sync"],
    { ...user, cwd: root, stdio: "pipe" },
  );
  const port = String(await freePort());
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    fsync: "off",
    max_connections: "200",
    max_prepared_transactions: "10",
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(postgres, ["-D", data, ...flags], {
    ...user,
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => log.push(chunk.toString()));
  const kill = () => void child.kill("SIGQUIT");
  process.once("exit", kill);
  const url = new URL(primaryUrl);
  url.port = port;
  await untilReady(url.href, child, log);
  const stop = async () => {
    process.off("exit", kill);
    await ended(child);
    rmSync(root, { recursive: true, force: true, maxRetries: 10 });
  };
  return { url: url.href, stop };
}
