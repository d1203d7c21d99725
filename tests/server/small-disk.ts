import { spawnSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface SmallDisk {
  readonly path: string;
  remove(): void;
}

/** A disk of so many megabytes; null where nobody may mount one. */
export function smallDisk(megabytes: number): SmallDisk | null {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return null;
  const path = mkdtempSync(join(tmpdir(), "ormgen-disk-"));
  const options = ["-t", "tmpfs", "-o", `size=${String(megabytes)}m,mode=777`, "tmpfs", path];
  if (spawnSync("mount", options).status !== 0) {
    rmdirSync(path);
    return null;
  }
  const unmount = () => void spawnSync("umount", ["--lazy", path]);
  process.once("exit", unmount);
  const remove = () => {
    process.off("exit", unmount);
    unmount();
    rmdirSync(path);
  };
  return { path, remove };
}
