import pg from 'pg';
import { callContext, remainingMs } from '../call-context.ts';
import { deadlineExceeded, DomainError } from '../errors/domain-error.ts';
import { log } from '../log.ts';
import { storeStatements } from '../store-metrics.ts';
import { watchPool } from './pool-metrics.ts';
import { inStatementSpan } from './statement-span.ts';

export interface PoolOptions {
  /** Names the store in metrics and logs: "account". */
  store: string;
  url: string;
  size: number;
}

export interface RequestPool extends pg.Pool {
  /**
   * Asks whether the database answers, within a limit of its own. The connection's timeout stays as it is: to look every
   * second would cost the next request a statement that sets it again.
   */
  look(): Promise<void>;
}

/**
 * A connection pool that works for the running request. Whoever takes a connection gets it with a `statement_timeout`
 * that covers the request's deadline, and no statement begins after the deadline: so a slow database cannot keep working
 * for callers who have gone.
 */
export function createPool({ store, url, size }: PoolOptions): RequestPool {
  const pool = new BoundPool({
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
  // An idle connection that breaks is replaced. Whoever uses one learns from the statement that it broke. Without
  // listeners either would end the process.
  pool.on('error', (err) => log.warn({ err, store }, 'an idle database connection broke'));
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

class BoundPool extends pg.Pool implements RequestPool {
  /** The `statement_timeout` of each connection, in milliseconds. */
  readonly #timeouts = new WeakMap<pg.PoolClient, number>();

  /** For statements that belong together, such as a transaction: they have the time that is left now. */
  override async connect(): Promise<pg.PoolClient> {
    // A request that is over does not wait for a connection.
    statementTimeout(remainingMs());
    const client = await super.connect();
    try {
      await this.#setTimeout(client, statementTimeout(remainingMs()));
      return client;
    } catch (error) {
      giveBack(client, error);
      throw error;
    }
  }

  /** For one statement. pg has an overload for each form of its arguments; all are passed on, but callbacks are not. */
  override query(...args: unknown[]): never {
    return this.#withClient(this.connect(), args) as never;
  }

  async look(): Promise<void> {
    await this.#withClient(super.connect(), [{ text: 'SELECT 1', query_timeout: LOOK_MS }]);
  }

  async #withClient(taken: Promise<pg.PoolClient>, args: unknown[]): Promise<unknown> {
    const client = await taken;
    try {
      const result: unknown = await client.query(...(args as [string]));
      client.release();
      return result;
    } catch (error) {
      giveBack(client, error);
      throw error;
    }
  }

  async #setTimeout(client: pg.PoolClient, timeoutMs: number): Promise<void> {
    if (timeoutMs === (this.#timeouts.get(client) ?? 0)) return;
    await client.query(`SET statement_timeout = ${timeoutMs}`);
    this.#timeouts.set(client, timeoutMs);
  }
}

/** A server that does not answer in this time does not serve. */
const LOOK_MS = 5_000;

/** Closes the connection, whose state is not known after an error, unless the statement was not even sent. */
function giveBack(client: pg.PoolClient, error: unknown): void {
  client.release(!(error instanceof DomainError));
}

/** Connections that send nothing for a request that is over, and count and trace what they send. */
function requestClient(store: string, database: string): new () => pg.Client {
  return class extends pg.Client {
    override query(...args: unknown[]): never {
      return this.#send(args) as never;
    }

    async #send(args: unknown[]): Promise<unknown> {
      const text = textOf(args[0]);
      // Left open, a transaction would keep its locks and take in the next request's work: it can always end.
      if ((remainingMs() ?? 1) <= 0 && !ENDS_TRANSACTION.test(text)) throw deadlineExceeded();
      // What a request costs; the process's own looks at its store are no request's.
      if (callContext.getStore()) storeStatements.inc({ store });
      const send = async () => await super.query(...(args as [string]));
      return await inStatementSpan(database, text, send);
    }
  };
}

function textOf(statement: unknown): string {
  const text = typeof statement === 'object' && statement && 'text' in statement ? statement.text : statement;
  return typeof text === 'string' ? text : '';
}

/** https://www.postgresql.org/docs/current/sql-commands.html */
const ENDS_TRANSACTION = /^\s*(COMMIT|END|ROLLBACK|ABORT)\b/i;

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
