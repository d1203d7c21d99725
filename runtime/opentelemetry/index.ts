import {
  SpanKind,
  SpanStatusCode,
  trace as api,
  type Attributes,
  type TracerProvider,
} from "@opentelemetry/api";
import { onQuery, type QueryEvent } from "../executor/run/events.js";
import { OrmgenError } from "../errors/index.js";

const NAME = "ormgen";

/**
 * A span of OpenTelemetry for every statement, a child of what is active where it was called. Returns the function that
 * stops it.
 *
 * ```ts
 * import { trace } from "ormgen/opentelemetry";
 * const stop = trace();                      // the global tracer provider, or one that is given
 * await Book.objects.get({ id: 3 });         // a span "SELECT library_book"
 * ```
 *
 * It takes the package `@opentelemetry/api`. Values are in no attribute: `db.query.text` has placeholders.
 * https://opentelemetry.io/docs/specs/semconv/database/postgresql/
 */
export function trace(provider: TracerProvider = api.getTracerProvider()): () => void {
  const tracer = provider.getTracer(NAME);
  return onQuery((event) => {
    const began = performance.timeOrigin + event.started;
    const span = tracer.startSpan(spanName(event), {
      kind: SpanKind.CLIENT,
      startTime: began,
      attributes: attributesOf(event),
    });
    if (event.error !== undefined) {
      span.setAttributes(failureOf(event.error));
      span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(event.error) });
    }
    span.end(began + event.milliseconds);
  });
}

/** `SELECT library_book`, or what is known of it. */
function spanName({ sql, table, endpoint }: QueryEvent): string {
  const target = table ?? endpoint.database;
  return target === undefined ? verbOf(sql) : `${verbOf(sql)} ${target}`;
}

function attributesOf(event: QueryEvent): Attributes {
  const { endpoint, table, operation, model, rows, error } = event;
  return {
    "db.system.name": "postgresql",
    "db.query.text": event.sql,
    "db.query.summary": spanName(event),
    "db.operation.name": verbOf(event.sql),
    ...(table === undefined ? {} : { "db.collection.name": table }),
    ...(endpoint.database === undefined ? {} : { "db.namespace": endpoint.database }),
    ...(endpoint.host === undefined ? {} : { "server.address": endpoint.host }),
    ...(endpoint.port === undefined ? {} : { "server.port": endpoint.port }),
    ...(error === undefined ? { "db.response.returned_rows": rows } : {}),
    ...(model === undefined ? {} : { "ormgen.model": model }),
    ...(operation === undefined ? {} : { "ormgen.operation": operation }),
    "ormgen.style": event.style,
  };
}

function failureOf(error: unknown): Attributes {
  const { code } = error as { code?: unknown };
  return {
    "error.type": error instanceof Error ? error.name : typeof error,
    ...(typeof code === "string" ? { "db.response.status_code": code } : {}),
  };
}

/** Ormgen's own messages hold no value; nobody answers for others. */
function messageOf(error: unknown): string {
  return error instanceof OrmgenError ? error.message : "";
}

function verbOf(sql: string): string {
  return /^\s*(\w+)/u.exec(sql)?.[1]?.toUpperCase() ?? "QUERY";
}
