import { type ByteBudget, openByteBudget } from '@commerce/platform/byte-budget';
import type { FastifyReply } from 'fastify';

/** An answer that several requests are given. */
export interface SharedAnswer {
  /** Sends it as the answer to another request, whose own headers stay. */
  send(reply: FastifyReply): void;
  bytes: Buffer;
  /** One reader has it, or has gone. */
  release(): void;
}

/**
 * Makes one copy of an answer for all who are to read it; it counts as held until the last one has it.
 *
 * @param reply the one that it was made for.
 * @param readers besides that one; each of them releases it once.
 */
export function shareAnswer(reply: FastifyReply, payload: string | Buffer, readers: number): SharedAnswer {
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const status = reply.statusCode;
  const headers = SHARED_HEADERS.flatMap((name) => {
    const value = reply.getHeader(name);
    return value === undefined ? [] : [{ name, value }];
  });
  const held = holdOnce(bytes.length);
  let reading = readers;
  return {
    send(other) {
      for (const { name, value } of headers) void other.header(name, value);
      void other.code(status).send(bytes);
    },
    bytes,
    release() {
      reading -= 1;
      if (reading === 0) held.release();
    },
  };
}

/** What of an answer's headers is the answer's, and not its request's. */
const SHARED_HEADERS = ['content-type', 'content-encoding', 'cache-control', 'etag', 'retry-after', 'vary'];

/** What is there already is counted and not refused: others are, while it is too much. */
function holdOnce(bytes: number): ByteBudget {
  const held = openByteBudget();
  try {
    held.hold(bytes);
  } catch {
    // It is counted all the same.
  }
  return held;
}
