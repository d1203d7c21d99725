import type { DatabaseState } from "../state/state.js";
import { requireTable } from "../state/lookup.js";
import { addCheck, dropCheck, validateCheck } from "./check.js";
import { addColumn, dropColumn, renameColumn, renameField, replaceColumn } from "./column.js";
import { comment } from "./comment.js";
import { renameConstraint } from "./constraint-name.js";
import { alterDefault } from "./default.js";
import { changeLabels, createEnum, dropEnum, renameEnum } from "./enum.js";
import { addExclude, dropExclude } from "./exclude.js";
import { createExtension, dropExtension } from "./extension.js";
import { addForeignKey, dropForeignKey } from "./foreign-key.js";
import { alterGenerated } from "./generated.js";
import { alterIdentity } from "./identity.js";
import { createIndex, dropIndex, renameIndex } from "./index-of-table.js";
import type { Kind } from "./kind.js";
import { alterNull } from "./not-null.js";
import type { Operation, OperationOf } from "./operation.js";
import type { Piece, Planning } from "./piece.js";
import { repartition } from "./partition.js";
import { addPrimaryKey, dropPrimaryKey } from "./primary-key.js";
import { createTable, dropTable, leaveTable, renameModel, renameTable, takeTable } from "./table.js";
import { alterType } from "./type.js";
import { addUnique, dropUnique } from "./unique.js";

const KINDS: { readonly [K in Operation["kind"]]: Kind<OperationOf<K>> } = {
  ...{ createExtension, dropExtension, createEnum, dropEnum, renameEnum, changeLabels },
  ...{ createTable, dropTable, leaveTable, takeTable, renameTable, renameModel },
  ...{ addColumn, dropColumn, renameColumn, renameField, replaceColumn },
  ...{ alterType, alterDefault, alterNull, alterIdentity, alterGenerated },
  ...{ addPrimaryKey, dropPrimaryKey, addUnique, dropUnique, addCheck, dropCheck },
  ...{ addExclude, dropExclude, validateCheck, repartition },
  ...{ addForeignKey, dropForeignKey, renameConstraint, createIndex, dropIndex, renameIndex, comment },
};

function kindOf(operation: Operation): Kind<Operation> {
  return KINDS[operation.kind];
}

export function isOperation(value: unknown): value is Operation {
  const kind = (value as { kind?: unknown } | null)?.kind;
  return typeof kind === "string" && Object.hasOwn(KINDS, kind);
}

export function applyOperation(state: DatabaseState, operation: Operation): DatabaseState {
  return kindOf(operation).apply(state, operation);
}

export function phaseOf(operation: Operation): number {
  return kindOf(operation).phase(operation);
}

export function piecesOf(operation: Operation, planning: Planning): readonly Piece[] {
  return kindOf(operation).sql(operation, planning);
}

export function titleOf(operation: Operation, state: DatabaseState): string {
  return kindOf(operation).title(operation, (table) => requireTable(state, table).model);
}
