/** The bridge's worker as one script: made by build-worker.ts through the bundler's plugin. */
declare module "virtual:ormgen-bridge-worker" {
  export const workerSource: string;
}
