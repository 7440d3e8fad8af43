import type { Span } from '@opentelemetry/api';
import {
  ATTR_DB_COLLECTION_NAME,
  ATTR_DB_NAMESPACE,
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_QUERY_TEXT,
  ATTR_DB_RESPONSE_STATUS_CODE,
  ATTR_DB_SYSTEM_NAME,
} from '@opentelemetry/semantic-conventions';
import { errorType, markFailed, type SpanDescription } from '../traces/span.ts';

/**
 * How a statement is shown (https://opentelemetry.io/docs/specs/semconv/database/postgresql/). Its text has placeholders
 * where the values of a request are; those stay out.
 *
 * @param statement as pg takes it: a text, or an object that holds one.
 */
export function statementSpan(database: string, statement: unknown): SpanDescription {
  const text = textOf(statement).trim();
  const operation = /^\w+/.exec(text)?.[0].toUpperCase() ?? 'statement';
  const table = TABLE.exec(text)?.[1];
  return {
    name: table ? `${operation} ${table}` : operation,
    attributes: {
      [ATTR_DB_SYSTEM_NAME]: 'postgresql',
      [ATTR_DB_NAMESPACE]: database,
      [ATTR_DB_OPERATION_NAME]: operation,
      [ATTR_DB_QUERY_TEXT]: text,
      ...(table && { [ATTR_DB_COLLECTION_NAME]: table }),
    },
  };
}

/** The first one that is named, and is no function; Prisma names the schema too. */
const TABLE = /\b(?:FROM|INTO|UPDATE)\s+(?:"?\w+"?\.)?"?(\w+)\b(?!\()/i;

/** @returns the arguments of pg's `query` with a callback that also ends the span, or, without one, as they came. */
export function endedByCallback(span: Span, args: unknown[]): unknown[] {
  const callback = args.at(-1);
  if (typeof callback !== 'function') return args;
  const ending = (error: unknown, ...rest: unknown[]) => {
    endStatement(span, error ?? undefined);
    callback(error, ...rest);
  };
  return [...args.slice(0, -1), ending];
}

/** Ends the span with what the promise of pg's `query` comes to, if it gave one. */
export function endWith(span: Span, sent: Promise<unknown> | undefined): void {
  sent?.then(
    () => endStatement(span),
    (error: unknown) => endStatement(span, error),
  );
}

function endStatement(span: Span, error?: unknown): void {
  if (error !== undefined) {
    const type = errorType(error);
    span.setAttribute(ATTR_DB_RESPONSE_STATUS_CODE, type);
    markFailed(span, type);
  }
  span.end();
}

function textOf(statement: unknown): string {
  const text = typeof statement === 'object' && statement && 'text' in statement ? statement.text : statement;
  return typeof text === 'string' ? text : '';
}
