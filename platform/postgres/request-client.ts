import pg from 'pg';
import type { ByteBudget } from '../byte-budget.ts';
import { callContext } from '../call-context.ts';
import { storeStatements } from '../store-metrics.ts';
import { boundedStatement } from './bounded-statement.ts';
import { requestEnd, requestSignal } from './request-end.ts';
import { inStatementSpan } from './statement-span.ts';

/** A connection that works for the running request. */
export interface RequestClient extends pg.Client {
  /** When the server was last heard from on it, as performance.now() counts. */
  readonly heardAt: number;
  /** Sets its `statement_timeout`, in milliseconds, unless it is set to that already. */
  limitStatements(timeoutMs: number): Promise<void>;
  /** Is it as good as new: outside any transaction, and waiting for nothing? */
  isAtRest(): boolean;
  /** Asks whether the server answers, until the signal aborts. */
  look(signal: AbortSignal): Promise<void>;
  /** Closes it without a word to the server, which may not hear it. */
  drop(): void;
}

/** One that was taken from a pool. */
export type PooledClient = RequestClient & pg.PoolClient;

/**
 * Connections that send nothing for a request that is over, end what they have sent when it ends, count the bytes that
 * come for it, and count and trace what they send.
 *
 * @param onLost is told when one had to be closed, because its server was not heard from any more.
 */
export function requestClient(store: string, database: string, onLost: () => void): new () => RequestClient {
  return class extends pg.Client implements RequestClient {
    heardAt = performance.now();
    #running = 0;
    #timeoutMs = 0;
    /** Of the request that the running statement is for. */
    #bytes: ByteBudget | undefined;

    constructor(config?: pg.ClientConfig) {
      super(config);
      // Not earlier: TLS has put its own stream in the place of the first one by then.
      this.once('connect', () => this.connection.stream.on('data', (chunk: Buffer) => this.#hear(chunk.length)));
    }

    async limitStatements(timeoutMs: number): Promise<void> {
      if (timeoutMs === this.#timeoutMs) return;
      // Not known until the server has answered.
      this.#timeoutMs = NaN;
      await this.#send([`SET statement_timeout = ${timeoutMs}`]);
      this.#timeoutMs = timeoutMs;
    }

    isAtRest(): boolean {
      return this.#running === 0 && (this.getTransactionStatus() ?? 'I') === 'I';
    }

    drop(): void {
      this.connection.stream.destroy();
    }

    async look(signal: AbortSignal): Promise<void> {
      await this.#bounded(signal, 'SELECT 1', async () => await super.query('SELECT 1'));
    }

    override query(...args: unknown[]): never {
      return this.#send(args) as never;
    }

    async #send(args: unknown[]): Promise<unknown> {
      const text = textOf(args[0]);
      const end = requestEnd();
      if (!end || ROLLS_BACK.test(text)) return await this.#run(text, args);
      // The caller was told that it failed, or has gone: nothing of it may stay. Whoever commits takes the connection for
      // free of its transaction after an error, too.
      if (COMMITS.test(text)) await this.#run('ROLLBACK', ['ROLLBACK']).catch(() => {});
      throw end;
    }

    async #run(text: string, args: unknown[]): Promise<unknown> {
      const context = callContext.getStore();
      // What a request costs; the process's own looks at its store are no request's.
      if (context) storeStatements.inc({ store });
      const send = async () => await super.query(...(args as [string]));
      this.#bytes = context?.bytes;
      return await inStatementSpan(database, text, () => this.#bounded(requestSignal(), text, send)).catch(forget);
    }

    async #bounded<T>(signal: AbortSignal, text: string, send: () => Promise<T>): Promise<T> {
      this.#running += 1;
      const isCancellable = !COMMITS.test(text) && !ROLLS_BACK.test(text);
      try {
        return await boundedStatement({ client: this, signal, isCancellable, send, onLost });
      } finally {
        this.#running -= 1;
        this.#bytes = undefined;
      }
    }

    #hear(bytes: number): void {
      this.heardAt = performance.now();
      try {
        this.#bytes?.hold(bytes);
      } catch (error) {
        // The rest of the rows is on its way: only a closed connection does not bring them. The statement ends with it.
        this.connection.stream.destroy(error as Error);
      }
    }
  };
}

/**
 * Reads an error's stack, which makes it a text. Prisma's debug log keeps the last hundred errors, whether or not anybody
 * reads it, and a stack that was never read keeps all that its functions held: the rows that had come.
 */
function forget(error: unknown): never {
  if (error instanceof Error) void error.stack;
  throw error;
}

function textOf(statement: unknown): string {
  const text = typeof statement === 'object' && statement && 'text' in statement ? statement.text : statement;
  return typeof text === 'string' ? text : '';
}

/** https://www.postgresql.org/docs/current/sql-commands.html */
const COMMITS = /^\s*(COMMIT|END)\b/i;
/** Left open, a transaction would keep its locks and take in the next request's work: it can always be rolled back. */
const ROLLS_BACK = /^\s*(ROLLBACK|ABORT)\b/i;
