import type { Obstacle } from "./output-plan.js";

const REASONS: Record<Obstacle["reason"], string> = {
  edited: "was edited by hand: move your change out of it, or run with --force to replace it",
  foreign: "was not written by ormgen: move it elsewhere, or choose another `output`",
  symlink: "is, or lies behind, a symbolic link: ormgen writes nothing outside its output folder",
  directory: "is a folder where ormgen writes a file: move it elsewhere",
};

/** Files stand in the way of the output; nothing was written. */
export class OutputConflict extends Error {
  static {
    this.prototype.name = "OutputConflict";
  }

  readonly obstacles: readonly Obstacle[];

  constructor(obstacles: readonly Obstacle[]) {
    const lines = obstacles.map(({ path, reason }) => `  ${path} ${REASONS[reason]}`);
    super(`Nothing was written, since these files are in the way:\n${lines.join("\n")}`);
    this.obstacles = obstacles;
  }
}
