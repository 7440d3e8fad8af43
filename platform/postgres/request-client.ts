import pg from 'pg';
import type { ByteBudget } from '../byte-budget.ts';
import { callContext, remainingMs } from '../call-context.ts';
import { storeStatements } from '../store-metrics.ts';
import { boundedStatement } from './bounded-statement.ts';
import { pooledStatement } from './pooled-statement.ts';
import { endOf, requestEnd, requestSignal } from './request-end.ts';
import { beginWithSettings } from './session-settings.ts';
import { inStatementSpan } from './statement-span.ts';
import { COMMITS, ROLLS_BACK } from './transaction-control.ts';

/** A connection that works for the running request. */
export interface RequestClient extends pg.Client {
  /** When the server was last heard from on it, as performance.now() counts. */
  readonly heardAt: number;
  /** Sets its `statement_timeout`, in milliseconds, unless it is set to that already, or each transaction sets its own. */
  limitStatements(timeoutMs: number): Promise<void>;
  /** Is it as good as new: outside any transaction, and waiting for nothing? */
  isAtRest(): boolean;
  /** Asks whether the server answers, until the signal aborts. */
  look(signal: AbortSignal): Promise<void>;
  /** How far a server that stands by has come in the log of the other one; undefined for one that does not. */
  copyPosition(signal: AbortSignal): Promise<bigint | undefined>;
  /** Where in its own log a server is. */
  position(signal: AbortSignal): Promise<bigint>;
  /** Closes it without a word to the server, which may not hear it. */
  drop(): void;
}

/** One that was taken from a pool. */
export type PooledClient = RequestClient & pg.PoolClient;

export interface RequestClientOptions {
  store: string;
  database: string;
  schema: string;
  /**
   * Does a pooler give each transaction another session? Then what a statement needs is set in its own transaction, and a
   * cancel request could end the statement of whoever has the session by now.
   */
  isPooled: boolean;
  /** For how long a statement that was cancelled is waited for: see bounded-statement.ts. */
  graceMs?: number | undefined;
  /** Is told when a connection had to be closed, because its server was not heard from any more. */
  onLost: () => void;
}

/**
 * Connections that send nothing for a request that is over, end what they have sent when it ends, count the bytes that
 * come for it, and count and trace what they send.
 */
export function requestClient(options: RequestClientOptions): new () => RequestClient {
  const { store, schema, isPooled, graceMs, onLost } = options;
  return class extends pg.Client implements RequestClient {
    heardAt = performance.now();
    #running = 0;
    #timeoutMs = 0;
    /** Of the request that the running statement is for. */
    #bytes: ByteBudget | undefined;

    constructor(config?: pg.ClientConfig) {
      // What goes together through a pooler is sent together.
      super({ ...config, pipeline: isPooled });
      // Not earlier: TLS has put its own stream in the place of the first one by then.
      this.once('connect', () => this.connection.stream.on('data', (chunk: Buffer) => this.#hear(chunk.length)));
    }

    async limitStatements(timeoutMs: number): Promise<void> {
      if (isPooled || timeoutMs === this.#timeoutMs) return;
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

    async copyPosition(signal: AbortSignal): Promise<bigint | undefined> {
      const found = await this.#numberOf(signal, COPY_POSITION);
      return found === null ? undefined : BigInt(found);
    }

    async position(signal: AbortSignal): Promise<bigint> {
      return BigInt((await this.#numberOf(signal, POSITION)) ?? 0);
    }

    /** Not as a statement of the request's: it counts for none. */
    async #numberOf(signal: AbortSignal, text: string): Promise<string | null> {
      const { rows } = await this.#bounded(
        signal,
        text,
        async () => await super.query<{ number: string | null }>(text),
      );
      return rows[0]?.number ?? null;
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
      const send = async () =>
        isPooled ? await this.#sendPooled(text, args) : await super.query(...(args as [string]));
      this.#bytes = context?.bytes;
      return await inStatementSpan(options, text, () => this.#bounded(requestSignal(), text, send)).catch(forget);
    }

    async #sendPooled(text: string, args: unknown[]): Promise<unknown> {
      const remaining = remainingMs();
      // To the millisecond, since it is set anew each time: nothing else ends a statement there.
      const begin = beginWithSettings(schema, remaining === undefined ? 0 : Math.max(1, Math.ceil(remaining)));
      const isInTransaction = (this.getTransactionStatus() ?? 'I') !== 'I';
      const send = async (other?: string) => await super.query(...((other === undefined ? args : [other]) as [string]));
      return await pooledStatement(text, begin, isInTransaction, send);
    }

    async #bounded<T>(signal: AbortSignal, text: string, send: () => Promise<T>): Promise<T> {
      this.#running += 1;
      const isCancellable = !isPooled && !COMMITS.test(text) && !ROLLS_BACK.test(text);
      // Nobody ends the statement of a caller who left; that its connection is closed for it says nothing of the path.
      const isLost = () => !isPooled || endOf(signal).kind === 'DeadlineExceeded';
      try {
        return await boundedStatement({
          client: this,
          signal,
          isCancellable,
          graceMs,
          send,
          onLost: () => isLost() && onLost(),
        });
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

/** https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-RECOVERY-CONTROL */
const COPY_POSITION = `SELECT CASE WHEN pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0') END::text AS number`;
const POSITION = `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text AS number`;

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
