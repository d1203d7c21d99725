import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const NAME = "virtual:ormgen-bridge-worker";
const RESOLVED = `\0${NAME}`;
const ENTRY = fileURLToPath(new URL("worker.ts", import.meta.url));

/** The worker with all that it needs, as one CommonJS script that runs from a string, wherever it is copied. */
export async function buildWorker(): Promise<string> {
  const bundle = await rolldown({
    input: ENTRY,
    platform: "node",
    external: ["pg-native", "pg-cloudflare"],
    logLevel: "silent",
  });
  try {
    const { output } = await bundle.generate({ format: "cjs", minify: true, codeSplitting: false });
    return `${output[0].code}\n//# sourceURL=ormgen-bridge-worker.cjs\n`;
  } finally {
    await bundle.close();
  }
}

/** Makes the script importable, for tsdown and for vitest alike. */
export function bridgeWorkerPlugin() {
  let source: Promise<string> | undefined;
  return {
    name: "ormgen-bridge-worker",
    resolveId: (id: string) => (id === NAME ? RESOLVED : undefined),
    load: async (id: string) => {
      if (id !== RESOLVED) return undefined;
      source ??= buildWorker();
      return `export const workerSource = ${JSON.stringify(await source)};`;
    },
  };
}
