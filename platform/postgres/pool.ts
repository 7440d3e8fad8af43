import { AsyncResource } from 'node:async_hooks';
import pg from 'pg';
import { callContext, remainingMs } from '../call-context.ts';
import { deadlineExceeded } from '../errors/domain-error.ts';
import { log } from '../log.ts';
import { storeStatements } from '../store-metrics.ts';
import { startClientSpan } from '../traces/span.ts';
import { watchPool } from './pool-metrics.ts';
import { endedByCallback, endWith, statementSpan } from './statement-span.ts';

export interface PoolOptions {
  /** Names the store in metrics and logs: "account". */
  store: string;
  url: string;
  size: number;
}

/**
 * A connection pool whose statements end with the running request: each one has a `statement_timeout` that covers the
 * request's deadline, and none begins after it. So a slow database cannot keep working for callers who have gone.
 */
export function createPool({ store, url, size }: PoolOptions): pg.Pool {
  const pool = new RequestPool({
    connectionString: url,
    max: size,
    // A request does not wait longer than this for a connection.
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: `commerce-${store}`,
    // Prisma writes and reads instants without their offset and means UTC; a server's own zone would shift them.
    options: '-c TimeZone=UTC',
    Client: requestClient(store, decodeURIComponent(new URL(url).pathname.slice(1))),
  });
  watchPool(store, pool);
  // An idle connection that breaks is replaced; without a listener it would end the process.
  pool.on('error', (err) => log.warn({ err, store }, 'an idle database connection broke'));
  return pool;
}

class RequestPool extends pg.Pool {
  // A caller that waits for a connection would otherwise go on in the context of whoever gives it back.
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<pg.PoolClient> | void {
    // Before a connection is taken: pg-pool drops the connection of a query that fails.
    if ((remainingMs() ?? 1) <= 0) {
      const error = deadlineExceeded();
      return callback ? callback(error, undefined, () => {}) : Promise.reject(error);
    }
    return callback ? super.connect(AsyncResource.bind(callback)) : super.connect();
  }
}

type ConnectCallback = Parameters<typeof pg.Pool.prototype.connect>[0];

function requestClient(store: string, database: string): new () => pg.Client {
  return class RequestClient extends pg.Client {
    #timeoutMs = 0;

    // pg's overloads all come down to "arguments in, promise or nothing out".
    override query(...args: unknown[]): never {
      // A transaction ends whenever it wants to: left open, it would keep its locks and take in the next request's work.
      // A look at the store every second would cost the next request a statement: it has a limit of its own.
      const asItIs = endsTransaction(args[0]) || hasOwnLimit(args[0]);
      const timeoutMs = asItIs ? this.#timeoutMs : statementTimeout(remainingMs());
      // Inside a transaction the setting stays as it was at its start: a rollback would undo the change unseen.
      // Of a new connection pg does not know yet that it is in none.
      const inTransaction = (this.getTransactionStatus() ?? 'I') !== 'I';
      if (inTransaction || timeoutMs === this.#timeoutMs) return this.#send(args) as never;
      const sent = this.#sendAfterSetting(timeoutMs, args);
      // Whoever gives a callback learns through it what became of the query, and of the setting too.
      const callback = args.at(-1);
      if (typeof callback !== 'function') return sent as never;
      // oxlint-disable-next-line promise/no-callback-in-promise
      return void sent.catch(callback as () => void) as never;
    }

    async #sendAfterSetting(timeoutMs: number, args: unknown[]): Promise<unknown> {
      await this.#send([`SET statement_timeout = ${timeoutMs}`]);
      this.#timeoutMs = timeoutMs;
      return await this.#send(args);
    }

    #send(args: unknown[]): Promise<unknown> {
      // What a request costs; the process's own looks at its store are no request's.
      if (callContext.getStore()) storeStatements.inc({ store });
      const span = startClientSpan(() => statementSpan(database, args[0]));
      if (!span) return super.query(...(args as [string])) as Promise<unknown>;
      const sent = super.query(...(endedByCallback(span, args) as [string])) as Promise<unknown> | undefined;
      endWith(span, sent);
      return sent as Promise<unknown>;
    }
  };
}

function hasOwnLimit(statement: unknown): boolean {
  return typeof statement === 'object' && statement !== null && 'query_timeout' in statement;
}

/** Is it one of the statements that Prisma ends a transaction with? */
function endsTransaction(statement: unknown): boolean {
  const text = typeof statement === 'object' && statement && 'text' in statement ? statement.text : statement;
  return text === 'COMMIT' || text === 'ROLLBACK';
}

/**
 * The step, in milliseconds, that covers what is left. Steps, because most requests then find their connection set to
 * the right one already, which saves a statement.
 */
function statementTimeout(remaining: number | undefined): number {
  if (remaining === undefined) return 0;
  if (remaining <= 0) throw deadlineExceeded();
  return STEPS.find((step) => step >= remaining) ?? MAX_STEP;
}

const MAX_STEP = 60_000;
const STEPS = [100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, MAX_STEP];
