import type pg from 'pg';
import { callContext } from '../call-context.ts';
import { deadlineExceeded } from '../errors/domain-error.ts';
import { cancelStatement } from './cancel-statement.ts';
import { endOf } from './request-end.ts';

/**
 * Sends a statement, and ends it when nobody waits for it any more: the server is asked to cancel it, which leaves the
 * connection as good as before. One that has not ended shortly after is lost, and its connection is closed: the server
 * does not answer, or nothing comes from it any more.
 *
 * @param isCancellable false for what ends a transaction: it takes no time, and half of it would say nothing; and through a
 * pooler, where the server's own limit is all that ends a statement.
 * @param graceMs how long, in milliseconds, it may take to end once it was cancelled. A server that answers takes a few.
 * @param onLost is told, once the connection is closed.
 * @throws DomainError what the signal ended with; what the statement ended with by itself.
 */
export async function boundedStatement<T>(options: {
  client: pg.Client;
  signal: AbortSignal;
  isCancellable: boolean;
  graceMs?: number | undefined;
  send: () => Promise<T>;
  onLost: () => void;
}): Promise<T> {
  const { client, signal, isCancellable, graceMs = GRACE_MS, send, onLost } = options;
  const grace = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let cancelling: Promise<void> | undefined;
  const end = () => {
    timer = setTimeout(() => {
      grace.abort();
      // Whoever waits for the statement is told why.
      client.connection.stream.destroy(endOf(signal));
      onLost();
    }, graceMs);
    if (isCancellable) cancelling = cancelStatement(client, grace.signal);
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  try {
    return await send();
  } catch (error) {
    if (!isCancelled(error)) throw error;
    if (signal.aborted) throw endOf(signal);
    // The server's own limit, of the same time, is a moment earlier than the request's signal.
    throw callContext.getStore() ? deadlineExceeded(error) : error;
  } finally {
    signal.removeEventListener('abort', end);
    // The request to cancel must not meet the next statement.
    await cancelling;
    clearTimeout(timer);
  }
}

const GRACE_MS = 1_000;

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: query_canceled. */
function isCancelled(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '57014';
}
