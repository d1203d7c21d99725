import { spawnSync } from "node:child_process";
import { chownSync, chmodSync } from "node:fs";
import { join } from "node:path";

/** The settings of a server that offers TLS with a certificate that nobody vouches for; none without `openssl`. */
export function selfSigned(folder: string, owner?: { uid: number; gid: number }): Record<string, string> {
  const [key, certificate] = [join(folder, "server.key"), join(folder, "server.crt")];
  const files = ["-keyout", key, "-out", certificate];
  const made = spawnSync(
    "openssl",
    ["req", "-new", "-x509", "-days", "2", "-nodes", "-subj", "/CN=localhost", ...files],
    { stdio: "ignore" },
  );
  if (made.status !== 0) return {};
  // PostgreSQL takes no key that others may read.
  chmodSync(key, 0o600);
  for (const file of [key, certificate]) if (owner) chownSync(file, owner.uid, owner.gid);
  return { ssl: "on", ssl_cert_file: certificate, ssl_key_file: key };
}
