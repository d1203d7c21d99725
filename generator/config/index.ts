export { defineConfig, type Config } from "./config.js";
export type { Pairs } from "./settings.js";
