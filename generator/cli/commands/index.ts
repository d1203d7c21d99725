import type { Command } from "commander";
import type { Register } from "../register.js";
import { declareDrift } from "./drift.js";
import { declareGenerate } from "./generate.js";
import { declareInspectdb } from "./inspectdb.js";
import { declareInit } from "./init.js";
import { declareMakemigrations } from "./makemigrations.js";
import { declareMigrate } from "./migrate.js";
import { declareShowmigrations } from "./showmigrations.js";
import { declareSqlmigrate } from "./sqlmigrate.js";
import { declareSquashmigrations } from "./squashmigrations.js";
import { declareVerify } from "./verify.js";

/** In the order of the help. */
export function declareCommands(program: Command, register: Register): void {
  declareGenerate(program, register);
  declareInit(program, register);
  declareMakemigrations(program, register);
  declareMigrate(program, register);
  declareShowmigrations(program, register);
  declareSqlmigrate(program, register);
  declareSquashmigrations(program, register);
  declareVerify(program, register);
  declareDrift(program, register);
  declareInspectdb(program, register);
}
