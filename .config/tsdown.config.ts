import { fileURLToPath } from "node:url";
import { defineConfig } from "tsdown";
import { bridgeWorkerPlugin } from "../runtime/driver/bridge/build-worker.js";

export default defineConfig({
  cwd: fileURLToPath(new URL("..", import.meta.url)),
  entry: {
    "bin/ormgen": "bin/ormgen.ts",
    "generator/define/index": "generator/define/index.ts",
    "generator/config/index": "generator/config/index.ts",
    "generator/migrate/index": "generator/migrate/index.ts",
    "generator/testing/index": "generator/testing/index.ts",
    "runtime/index": "runtime/index.ts",
    "runtime/opentelemetry/index": "runtime/opentelemetry/index.ts",
  },
  format: "esm",
  platform: "node",
  target: "node20.19",
  dts: true,
  // The compiler takes a part of its three hundred files; its types stay those of the user's own copy.
  deps: { alwaysBundle: (id, importer) => id === "kysely" && importer?.endsWith(".d.ts") !== true },
  fixedExtension: false,
  sourcemap: false,
  plugins: [bridgeWorkerPlugin()],
});
