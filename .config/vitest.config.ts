import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { ClosingLine } from "./closing-line.js";
import { bridgeWorkerPlugin } from "../runtime/driver/bridge/build-worker.js";

const root = fileURLToPath(new URL("..", import.meta.url));

export default defineConfig({
  root,
  plugins: [bridgeWorkerPlugin()],
  resolve: {
    alias: [
      { find: /^ormgen$/, replacement: `${root}generator/define/index.ts` },
      { find: /^ormgen\/runtime$/, replacement: `${root}runtime/index.ts` },
      { find: /^ormgen\/config$/, replacement: `${root}generator/config/index.ts` },
    ],
  },
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: [`${root}tests/server/global-setup.ts`],
    reporters: ["default", new ClosingLine()],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
