import pg from 'pg';
import { callContext, remainingMs } from '../call-context.ts';
import { DomainError } from '../errors/domain-error.ts';
import { inExposedSpan } from '../exposed-trace/in-exposed-span.ts';
import type { TraceRecorder } from '../exposed-trace/trace-recorder.ts';
import { log } from '../log.ts';
import { ANSWER_MS, type Copy, copyOf } from './copy.ts';
import { readDatabaseUrl } from './database-url.ts';
import { poolWait, watchPool } from './pool-metrics.ts';
import { followPositions, type Positions } from './positions.ts';
import { type PooledClient, requestClient } from './request-client.ts';
import { requestEnd, requestSignal, unlessAborted } from './request-end.ts';
import { createReach, type Reach } from './reach.ts';
import { errorType } from '../traces/span.ts';
import { statementTimeout } from './statement-timeout.ts';
import { createWaitingLine, type WaitingLine } from './waiting-line.ts';

export interface PoolOptions {
  /** Names the store in metrics, logs and errors: "account". */
  store: string;
  url: string;
  /** How many connections requests may use at a time. */
  size: number;
  /** Of copies of the database, which what requests read may come from; as many connections. */
  copyUrl?: string | undefined;
  /** In milliseconds: a connection on which a cancelled statement does not end in that time is lost. */
  graceMs?: number | undefined;
}

export interface RequestPool extends pg.Pool {
  /**
   * Asks whether the database answers, within a limit of its own, however busy the pool is. The connection's timeout stays
   * as it is: to look every second would cost the next request a statement that sets it again.
   */
  look(): Promise<void>;
  /** Where in its own log the database is, within the same limit. */
  position(): Promise<bigint>;
}

/**
 * A connection pool that works for the running request: nobody waits for a connection, and no statement runs, when the
 * request is over. So a slow database cannot keep working for callers who have gone, and a lost path to it is replaced.
 */
export function createPool({ copyUrl, ...options }: PoolOptions): RequestPool {
  const pool = createOwnPool(options);
  if (copyUrl === undefined) return pool;
  const copies = createOwnPool({ ...options, store: `${options.store}-copy`, url: copyUrl, connectMs: ANSWER_MS });
  pool.readFrom(options.store, copies);
  return pool;
}

function createOwnPool({
  store,
  url,
  size,
  connectMs = 5_000,
  graceMs,
}: Omit<PoolOptions, 'copyUrl'> & { connectMs?: number }): BoundPool {
  const path = { lostAt: -Infinity };
  const database = decodeURIComponent(new URL(url).pathname.slice(1));
  const { connectionString, schema, isPooled } = readDatabaseUrl(url);
  const onLost = () => {
    path.lostAt = performance.now();
    log.warn({ store }, 'a database connection was lost: it is not heard from any more');
  };
  const waiting = Math.max(10 * size, LEAST_WAITING);
  const name = `The ${store} store`;
  const line = createWaitingLine({ places: size, waiting, name });
  const pool = new BoundPool(store, line, path, createReach(name), {
    connectionString,
    // One more, for the looks. A pool of one has none: it may be the embedded database's, which has one session.
    max: size === 1 ? 1 : size + 1,
    // For connecting alone: nobody waits in pg's own queue but behind a look.
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: 30_000,
    // An idle connection whose path is lost is closed a quarter of a minute later: Node sends ten probes, one a second.
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
    application_name: `commerce-${store}`,
    Client: requestClient({ store, database, schema, isPooled, graceMs, onLost }),
  });
  watchPool(pool, { store, line, size });
  // An idle connection that breaks is replaced. Whoever uses one learns from the statement that it broke. Without
  // listeners either would end the process.
  pool.on('error', (err) => log.warn({ err, store }, 'an idle database connection broke'));
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** A small pool serves many short calls, too. */
const LEAST_WAITING = 100;

class BoundPool extends pg.Pool implements RequestPool {
  readonly #store: string;
  readonly #line: WaitingLine;
  /** When a connection was last found lost, as performance.now() counts. */
  readonly #path: { readonly lostAt: number };
  readonly #reach: Reach;
  #copies: (Copy & { pool: BoundPool; positions: Positions }) | undefined;

  constructor(
    store: string,
    line: WaitingLine,
    path: { readonly lostAt: number },
    reach: Reach,
    config: pg.PoolConfig,
  ) {
    super(config);
    this.#store = store;
    this.#line = line;
    this.#path = path;
    this.#reach = reach;
  }

  /** From now on what a request reads comes from the copies, as far as they are as new as it needs. */
  readFrom(store: string, copies: BoundPool): void {
    const positions = followPositions(() => this.position());
    this.#copies = { pool: copies, positions, ...copyOf(store, copies, positions) };
  }

  /** For statements that belong together, such as a transaction: they have the time that is left now. */
  override async connect(): Promise<PooledClient> {
    return (await this.#copies?.take()) ?? (await this.#connectHere());
  }

  async #connectHere(): Promise<PooledClient> {
    const end = requestEnd();
    if (end) throw end;
    const trace = callContext.getStore()?.trace;
    const client = await (trace ? this.#takeTraced(trace) : this.#takeInTurn());
    try {
      await client.limitStatements(statementTimeout(remainingMs()));
      return client;
    } catch (error) {
      client.release();
      throw error;
    }
  }

  #takeTraced(trace: TraceRecorder): Promise<PooledClient> {
    const wait = { kind: 'connection', name: 'connection', store: this.#store } as const;
    return inExposedSpan(trace, wait, () => this.#takeInTurn(), errorType);
  }

  async #takeInTurn(): Promise<PooledClient> {
    const signal = requestSignal();
    const leave = await this.#enter(signal);
    const taking = this.#takeExpected(leave);
    try {
      return await unlessAborted(taking, signal);
    } catch (error) {
      // A connection that comes too late is the next one's.
      void taking.then((client) => client.release()).catch(() => {});
      throw error;
    }
  }

  async #enter(signal: AbortSignal): Promise<() => void> {
    const begin = performance.now();
    const entering = this.#line.enter(signal);
    // A look at the line: who waits in it is counted, and not who goes straight in.
    if (this.#line.length === 0) return await entering;
    try {
      return await entering;
    } finally {
      poolWait.observe({ store: this.#store }, (performance.now() - begin) / 1_000);
    }
  }

  /** For one statement. pg has an overload for each form of its arguments; all are passed on, but callbacks are not. */
  override query(...args: unknown[]): never {
    return this.#query(args) as never;
  }

  async look(): Promise<void> {
    const lostBefore = this.#path.lostAt;
    try {
      await this.#lookOnce();
    } catch (error) {
      if (this.#path.lostAt === lostBefore) throw error;
      // It was that connection's path that was lost; a new connection shows whether it was more.
      await this.#lookOnce();
    }
  }

  async position(): Promise<bigint> {
    return await this.#lookWith((client) => client.position(AbortSignal.timeout(LOOK_MS)));
  }

  async #lookOnce(): Promise<void> {
    await this.#lookWith((client) => client.look(AbortSignal.timeout(LOOK_MS)));
  }

  async #lookWith<T>(look: (client: PooledClient) => Promise<T>): Promise<T> {
    const client = await this.#take(() => {});
    try {
      return await look(client);
    } finally {
      client.release();
    }
  }

  async #query(args: unknown[]): Promise<unknown> {
    const copied = await this.#copies?.take();
    if (copied) {
      try {
        return await queryOnce(copied, args);
      } catch (error) {
        // A copy ends a statement that stands in the way of what it has to take over, and may itself have gone.
        if (error instanceof DomainError) throw error;
      }
    }
    return await queryOnce(await this.#connectHere(), args);
  }

  override async end(): Promise<void> {
    this.#copies?.positions.stop();
    await this.#copies?.pool.end();
    await super.end();
  }

  async #takeExpected(leave: () => void): Promise<PooledClient> {
    try {
      if (this.idleCount === 0) this.#reach.expect();
    } catch (error) {
      leave();
      throw error;
    }
    return await this.#take(leave);
  }

  /** Takes a connection that is heard from. @param leave is called when it is released, or cannot be had. */
  async #take(leave: () => void): Promise<PooledClient> {
    try {
      for (;;) {
        // What waits for another's connection says nothing of the server.
        const isNew = this.idleCount === 0 && this.totalCount < this.options.max;
        const connecting = super.connect();
        const client = (await (isNew ? this.#reach.learn(connecting) : connecting)) as PooledClient;
        const release = client.release.bind(client);
        client.release = (error) => {
          // Whatever went wrong, a connection at rest is as good as a new one; pg's pool sees itself whether it broke.
          release(error === true || !client.isAtRest());
          leave();
        };
        // Another one was lost since this one was last heard from: the path may be lost for both.
        if (client.heardAt >= this.#path.lostAt) return client;
        client.drop();
        release(true);
      }
    } catch (error) {
      leave();
      throw error;
    }
  }
}

/** Gives the connection back, whatever comes of it. */
async function queryOnce(client: PooledClient, args: unknown[]): Promise<unknown> {
  try {
    return await client.query(...(args as [string]));
  } finally {
    client.release();
  }
}

/** A server that does not answer in this time does not serve. */
const LOOK_MS = 3_000;
