import { callContext } from '@commerce/platform/call-context';
import type { Dispatcher } from 'undici';

interface Answer {
  statusCode: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** Is told when a request is written to a connection, and when it has ended. */
export interface Watch {
  sent(request: Dispatcher.DispatchController): void;
  ended(request: Dispatcher.DispatchController): void;
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
    const end = (error?: unknown) => {
      signal.removeEventListener('abort', onAbort);
      if (connection) watch.ended(connection);
      if (error === undefined) resolve({ statusCode, headers, text: toText(chunks) });
      else reject(error);
    };
    // Ends the connection too, as does what is thrown below.
    const onAbort = () => {
      end(signal.reason);
      connection?.abort(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    dispatcher.dispatch(options, {
      onRequestStart(controller) {
        connection = controller;
        watch.sent(controller);
        // It may have waited for its turn longer than its request did.
        if (signal.aborted) controller.abort(signal.reason as Error);
      },
      onResponseStart(_controller, status, received) {
        [statusCode, headers] = [status, received];
      },
      onResponseData(controller, chunk) {
        try {
          bytes?.hold(chunk.length);
          chunks.push(chunk);
        } catch (error) {
          end(error);
          controller.abort(error as Error);
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
