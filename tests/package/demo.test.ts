import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

test("npm run demo shows both styles, what is refused, and ends by itself", async () => {
  const { stdout, stderr } = await promisify(execFile)("npm", ["run", "--silent", "demo"], { cwd: ROOT });
  // A loaded machine is told what it waits for.
  expect(stderr.replace(/^(?:npm warn .*|.*…)\n/gm, "")).toBe("");
  expect(stdout).toContain(`does not exist on type 'NotLoaded<"Book.author is not loaded`);
  expect(stdout).toContain("throws RelationNotLoaded: Book.author is not loaded");
  expect(stdout).toContain("throws Book.DoesNotExist");
  expect(stdout).toContain("async ⟶ select count(*)");
  expect(stdout).toContain("sync  ⟶ select count(*)");
  expect(stdout).toMatch(/ {2}= 6\n$/);
});
