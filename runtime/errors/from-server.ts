import { DatabaseError, SchemaDrift, type DatabaseErrorOptions } from "./database-error.js";
import { DataError } from "./data-error.js";
import {
  CheckViolation,
  ExclusionViolation,
  ForeignKeyViolation,
  IntegrityError,
  NotNullViolation,
  UniqueViolation,
} from "./integrity-errors.js";
import {
  ConnectionFailed,
  ConnectionLost,
  DeadlockDetected,
  LockNotAvailable,
  OperationalError,
  QueryAborted,
  SerializationFailure,
  StatementTimeout,
} from "./operational-errors.js";
import type { OrmgenError } from "./ormgen-error.js";
import { missingExtension } from "./missing-extension.js";
import { placeOfValue } from "./place-of-value.js";
import { InvalidQuery } from "./query-errors.js";
import { ServerError, withoutValues, type ServerFields } from "./server-error.js";
import { TransactionAborted } from "./transaction-errors.js";

type ErrorClass = new (message: string, options?: DatabaseErrorOptions) => OrmgenError;

const INTEGRITY: Readonly<Record<string, typeof IntegrityError>> = {
  "23505": UniqueViolation,
  "23503": ForeignKeyViolation,
  "23001": ForeignKeyViolation,
  "23502": NotNullViolation,
  "23514": CheckViolation,
  "23P01": ExclusionViolation,
};

const BY_STATE: Readonly<Record<string, ErrorClass>> = {
  "40001": SerializationFailure,
  "40P01": DeadlockDetected,
  "55P03": LockNotAvailable,
  "25P02": TransactionAborted,
  "25P03": ConnectionLost,
  "25P04": ConnectionLost,
  "57P01": ConnectionLost,
  "57P02": ConnectionLost,
  "57P05": ConnectionLost,
  "57P03": ConnectionFailed,
  "3D000": ConnectionFailed,
  "53300": ConnectionFailed,
};

const BY_CLASS: Readonly<Record<string, ErrorClass>> = {
  "08": ConnectionLost,
  "28": ConnectionFailed,
  "53": OperationalError,
  "55": OperationalError,
  "57": OperationalError,
  "58": OperationalError,
  XX: OperationalError,
};

/**
 * The error of ormgen for an error of the server's: class by SQLSTATE, text without values.
 *
 * ```ts
 * fromServer({ sqlstate: "23505", message: "duplicate key …", table: "author" }) // UniqueViolation
 * ```
 */
export function fromServer(
  fields: ServerFields,
  sql?: string,
  parameters?: readonly (string | null)[],
): OrmgenError {
  const { sqlstate } = fields;
  const message = withoutValues(fields);
  const options = { cause: new ServerError(fields), code: sqlstate, sql };
  if (sqlstate.startsWith("23")) {
    const { table, constraint } = fields;
    const columns = columnsOf(fields);
    const place =
      table === undefined ? "" : ` (${table}${columns.length > 0 ? `: ${columns.join(", ")}` : ""})`;
    const Violation = INTEGRITY[sqlstate] ?? IntegrityError;
    return new Violation(message + place, { ...options, table, columns, constraint });
  }
  if (sqlstate.startsWith("22")) {
    const { table, columns } = placeOfValue(fields, { sql: sql ?? "", parameters });
    const place = table === undefined || columns.length === 0 ? "" : ` (${table}: ${columns.join(" or ")})`;
    return new DataError(message + place, { ...options, table, columns });
  }
  if (sqlstate === "26000" || sqlstate === "42P05") {
    return new OperationalError(
      `${message}: another connection to the server answered than the one that prepared it. ` +
        "Behind a transaction pooler such as PgBouncer, connect with `prepare: false`.",
      options,
    );
  }
  if (sqlstate === "25006") {
    return new OperationalError(
      `${message}: the transaction is read only, or the server is a standby that takes no writes. ` +
        "The connection is not used again; the next one goes to whatever server the address leads to then.",
      options,
    );
  }
  if (sqlstate === "42P01" || sqlstate === "42703") {
    return new SchemaDrift(
      `${message}: the database is not what the models say; run \`npx ormgen migrate\`.`,
      options,
    );
  }
  const missing = missingExtension(fields);
  if (missing !== null) return new DatabaseError(`${message}: ${missing}.`, options);
  if (tooDeep(fields)) {
    return new InvalidQuery(
      `The query is nested deeper than the database can read (max_stack_depth): ${message}. ` +
        "Make conditions one list (`__in`, or()), or ask in several queries.",
      options,
    );
  }
  if (sqlstate === "57014") {
    const Cancelled = /user request/u.test(message) ? QueryAborted : StatementTimeout;
    return new Cancelled(message, options);
  }
  const Found = BY_STATE[sqlstate] ?? BY_CLASS[sqlstate.slice(0, 2)] ?? DatabaseError;
  return new Found(message, options);
}

/** The server's stack, or that of its parser, which says so as a syntax error. */
function tooDeep({ sqlstate, message }: ServerFields): boolean {
  return sqlstate === "54001" || (sqlstate === "42601" && message.startsWith("memory exhausted"));
}

/** `Key (a, "b c")=(1, 2) already exists.` names columns; only the first parenthesis is read. */
function columnsOf({ column, detail }: ServerFields): readonly string[] {
  if (column !== undefined) return [column];
  // The key is that of the row that cannot go; the table and the constraint are those of the rows that refer to it.
  if (detail?.includes("is still referenced from table") === true) return [];
  const keys = /\((.*?)\)=\(/su.exec(detail ?? "")?.[1];
  if (keys === undefined) return [];
  const parts = keys.match(/(?:"(?:[^"]|"")*"|\([^)]*\)|[^,"(])+/gu) ?? [];
  return parts.map((part) =>
    part.trim().replace(/^"([^]*)"$/u, (_, name: string) => name.replaceAll('""', '"')),
  );
}
