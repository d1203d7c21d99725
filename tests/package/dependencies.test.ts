import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { satisfies } from "semver";
import { globSync } from "tinyglobby";
import { describe, expect, test } from "vitest";

interface Locked {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly engines?: { readonly node?: string };
  readonly hasInstallScript?: boolean;
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const OLDEST = "20.19.0";

function read<T>(file: string): T {
  return JSON.parse(readFileSync(`${ROOT}${file}`, "utf8")) as T;
}

const { packages } = read<{ packages: Record<string, Locked> }>("package-lock.json");
const production = Object.entries(packages).filter(
  ([path, { dev, devOptional }]) => path !== "" && dev !== true && devOptional !== true,
);

describe("what a user installs", () => {
  test("runs on the oldest Node", () => {
    expect(production.length).toBeGreaterThan(10);
    const refusing = production.filter(([, { engines }]) => !satisfies(OLDEST, engines?.node ?? "*"));
    expect(refusing.map(([path]) => path)).toEqual([]);
  });

  test("runs no script of its own", () => {
    expect(production.filter(([, { hasInstallScript }]) => hasInstallScript === true)).toEqual([]);
  });

  test("is all used", () => {
    const { dependencies } = read<{ dependencies: Record<string, string> }>("package.json");
    const sources = globSync(["{bin,generator,runtime,templates}/**/*.ts"], { cwd: ROOT, absolute: true });
    const text = sources.map((file) => readFileSync(file, "utf8")).join("\n");
    const unused = Object.keys(dependencies).filter((name) => !new RegExp(`["']${name}["'/]`).test(text));
    expect(unused).toEqual([]);
  });
});
