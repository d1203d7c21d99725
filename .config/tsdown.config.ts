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
    "runtime/index": "runtime/index.ts",
  },
  format: "esm",
  platform: "node",
  target: "node20.19",
  dts: true,
  fixedExtension: false,
  sourcemap: false,
  plugins: [bridgeWorkerPlugin()],
});
