import { callContext } from '@commerce/platform/call-context';
import type { Dispatcher } from 'undici';

interface Answer {
  statusCode: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** Is told of a request, and when it has ended. It may end it, with what a connection failed with as the cause. */
export interface Watch {
  sent(request: { abort(error: Error): void }): void;
  ended(request: { abort(error: Error): void }, answered: boolean): void;
}

/**
 * Sends a request and reads its answer, which it counts for the running request while it comes: of one that is too large
 * the rest is not read. A stream of the answer would cost a third of what sending and reading do.
 *
 * @throws DomainError ResourceExhausted when the request or the process holds too much; what `signal` aborts with; what the
 *   connection fails with.
 */
export function requestText(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  signal: AbortSignal,
  watch: Watch,
): Promise<Answer> {
  // What undici calls back has not the context of the request.
  const bytes = callContext.getStore()?.bytes;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let [statusCode, headers]: [number, Answer['headers']] = [0, {}];
    let connection: Dispatcher.DispatchController | undefined;
    let failure: unknown;
    const end = (error?: unknown) => {
      signal.removeEventListener('abort', onAbort);
      watch.ended(request, statusCode > 0);
      failure = error;
      if (error === undefined) resolve({ statusCode, headers, text: toText(chunks) });
      else reject(error);
    };
    const fail = (error: unknown) => {
      end(error);
      connection?.abort(error as Error);
    };
    const onAbort = () => fail(signal.reason);
    // What still waits for a connection is not sent.
    const request = { abort: (error: Error) => fail(connection ? error : error.cause) };
    signal.addEventListener('abort', onAbort, { once: true });
    watch.sent(request);
    dispatcher.dispatch(options, {
      onRequestStart(controller) {
        connection = controller;
        // It may have waited for its turn longer than its request did.
        if (signal.aborted || failure !== undefined) controller.abort((failure ?? signal.reason) as Error);
      },
      onResponseStart(_controller, status, received) {
        [statusCode, headers] = [status, received];
      },
      onResponseData(_controller, chunk) {
        try {
          bytes?.hold(chunk.length);
          chunks.push(chunk);
        } catch (error) {
          fail(error);
        }
      },
      onResponseEnd: () => end(),
      onResponseError: (_controller, error) => end(error),
    });
  });
}

function toText(chunks: Buffer[]): string {
  return chunks.length === 1 && chunks[0] ? chunks[0].toString() : Buffer.concat(chunks).toString();
}
