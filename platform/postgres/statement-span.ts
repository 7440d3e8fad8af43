import {
  ATTR_DB_COLLECTION_NAME,
  ATTR_DB_NAMESPACE,
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_QUERY_TEXT,
  ATTR_DB_RESPONSE_STATUS_CODE,
  ATTR_DB_SYSTEM_NAME,
} from '@opentelemetry/semantic-conventions';
import { shortenedText } from '../exposed-trace/shortened-text.ts';
import { errorType, inClientSpan, type SpanDescription } from '../traces/span.ts';

/**
 * Sends a statement in a span of its own (https://opentelemetry.io/docs/specs/semconv/database/postgresql/).
 *
 * @param text with placeholders where the values of a request are; those stay out of the span.
 */
export function inStatementSpan<T>(
  { store, database }: { store: string; database: string },
  text: string,
  send: () => Promise<T>,
): Promise<T> {
  return inClientSpan(
    () => {
      const described = statementSpan(database, text);
      const shown = { kind: 'statement', name: described.name, store, text: shortenedText(text.trim()) } as const;
      return { ...described, exposed: shown };
    },
    async (span, exposed) => {
      try {
        const result = await send();
        if (exposed) exposed.rows = rowsOf(result);
        return result;
      } catch (error) {
        span?.setAttribute(ATTR_DB_RESPONSE_STATUS_CODE, errorType(error));
        throw error;
      }
    },
  );
}

/** Those that came back, or were written. */
function rowsOf(result: unknown): number | undefined {
  const count = typeof result === 'object' && result !== null && 'rowCount' in result ? result.rowCount : undefined;
  return typeof count === 'number' ? count : undefined;
}

/** How a statement is shown. */
export function statementSpan(database: string, statement: string): SpanDescription {
  const text = statement.trim();
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

/** The first table that a statement names, and no function; Prisma names the schema too. */
const TABLE = /\b(?:FROM|INTO|UPDATE)\s+(?:"?\w+"?\.)?"?(\w+)\b(?!\()/i;
