import { quoteName } from "../ddl/quote.js";
import type { Kind } from "./kind.js";
import type { OperationOf } from "./operation.js";
import { PHASES } from "./phases.js";

export const createExtension: Kind<OperationOf<"createExtension">> = {
  apply: (state, { name }) => ({ ...state, extensions: [...state.extensions, name].sort() }),
  phase: () => PHASES.create,
  sql: ({ name }) => [
    { mode: "transaction", sql: `CREATE EXTENSION IF NOT EXISTS ${quoteName(name)};`, table: null },
  ],
  title: ({ name }) => `+ extension ${name}`,
};

/** It stays in the database: what else uses it there is not known. */
export const dropExtension: Kind<OperationOf<"dropExtension">> = {
  apply: (state, { name }) => ({ ...state, extensions: state.extensions.filter((each) => each !== name) }),
  phase: () => PHASES.drop,
  sql: () => [],
  title: ({ name }) => `- extension ${name} (it stays in the database)`,
};
