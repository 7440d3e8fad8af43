import { getHeapStatistics } from 'node:v8';
import { Gauge } from 'prom-client';
import { cancelled, resourceExhausted } from './errors/domain-error.ts';

/** The bytes that one request has read from others and holds until it is answered. */
export interface ByteBudget {
  /**
   * Counts bytes as they arrive, before anything is made of them.
   *
   * @throws DomainError ResourceExhausted when the request, or all requests of the process together, hold too many;
   *   Cancelled when they come for a request that is over.
   */
  hold(bytes: number): void;
  /** The request is over. */
  release(): void;
}

/**
 * The most that one request may hold, in bytes. What is made of them takes several times as much, and a container of
 * 512 MB has to hold some such requests at once.
 */
export const MAX_REQUEST_BYTES = 8 * 1024 * 1024;

/** The most that all requests of a process may hold together: what is made of a byte takes up to eight. */
export const MAX_PROCESS_BYTES = Math.max(2 * MAX_REQUEST_BYTES, Math.floor(getHeapStatistics().heap_size_limit / 10));

/**
 * What may still come for a request that is over, such as the end of a result whose statement was cancelled. A store sends
 * hundreds of megabytes in the second that it may take to stop.
 */
const MAX_LATE_BYTES = 256 * 1024;

let held = 0;

const heldBytes = new Gauge({
  name: 'held_bytes',
  help: 'Bytes that requests have read from others and hold until they are answered.',
  collect() {
    heldBytes.set(held);
  },
});

new Gauge({
  name: 'held_bytes_limit',
  help: 'The most that all requests of this process may hold; what would go beyond is refused.',
}).set(MAX_PROCESS_BYTES);

/** @returns the budget of a request that begins. */
export function openByteBudget(): ByteBudget {
  let own = 0;
  let late = 0;
  let isOver = false;
  return {
    hold(bytes) {
      if (isOver) {
        late += bytes;
        if (late > MAX_LATE_BYTES) throw cancelled();
        return;
      }
      own += bytes;
      held += bytes;
      if (own > MAX_REQUEST_BYTES) throw responseTooLarge();
      if (held > MAX_PROCESS_BYTES) throw resourceExhausted(BUSY, { reason: 'OVERLOADED', retryAfterMs: 1_000 });
    },
    release() {
      if (isOver) return;
      isOver = true;
      held -= own;
    },
  };
}

const BUSY = 'The server works on as much as it can hold; try again later, or ask for shorter pages.';

/** Not a limit that passes: the same request would meet it again. */
export function responseTooLarge(cause?: unknown) {
  const message = 'The request asks for more than one response can carry: ask for shorter pages or fewer fields.';
  return resourceExhausted(message, { reason: 'RESPONSE_TOO_LARGE', retryable: false, cause });
}
