import { callContext, remainingMs } from '@commerce/platform/call-context';
import { deadlineExceeded } from '@commerce/platform/errors/domain-error';
import { inExposedSpan } from '@commerce/platform/exposed-trace/in-exposed-span';
import { watchSilentServers } from '@commerce/platform/process/silent-servers';
import { errorType } from '@commerce/platform/traces/span';
import { errors, UndiciConnection } from '@elastic/elasticsearch';
import { type buildConnector, Pool } from 'undici';
import { nodeConnector } from './node-connector.ts';
import { requestSpan, rowsIn } from './request-span.ts';

type Params = Parameters<UndiciConnection['request']>[0];
type StreamOptions = Parameters<UndiciConnection['request']>[1];
type Options = Omit<StreamOptions, 'asStream'>;
type StreamResponse = Awaited<ReturnType<UndiciConnection['request']>>;
type Response = Omit<StreamResponse, 'body'> & { body: string };

type ConnectionOptions = ConstructorParameters<typeof UndiciConnection>[0];

/** @param authorityFile see node-connector.ts. */
export function boundedConnection(authorityFile: string | undefined): typeof UndiciConnection {
  const connect = nodeConnector(authorityFile);
  return class extends BoundedConnection {
    constructor(options: ConnectionOptions) {
      super(options, connect);
    }
  };
}

/** How long the running request may wait for an answer of Elasticsearch, in milliseconds. @throws DomainError when it is over. */
export function answerLimitMs(): number {
  const remaining = remainingMs() ?? ANSWER_MS;
  if (remaining <= 0) throw deadlineExceeded();
  return Math.min(Math.ceil(remaining), ANSWER_MS);
}

/**
 * The connections to Elasticsearch. All that is sent for a request ends with the request: at its deadline, or when its caller
 * goes, the connection is closed, and Elasticsearch stops the search that it worked on. What is read counts among the
 * request's bytes. A path that was lost is found by the first request that waits in vain, and costs no later one.
 */
class BoundedConnection extends UndiciConnection {
  // The client leaves out a node whose connection fails, and reads of the next.
  readonly #silent = watchSilentServers(() => {});
  readonly #connect: buildConnector.connector;

  constructor(options: ConnectionOptions, connect: buildConnector.connector) {
    super({ ...options, agent: () => openPool(options.url, connect) });
    this.#connect = connect;
  }

  override request(params: Params, options: Options): Promise<Response>;
  override request(params: Params, options: StreamOptions): Promise<StreamResponse>;
  override async request(params: Params, options: Options | StreamOptions): Promise<Response | StreamResponse> {
    const send = super.request.bind(this) as (params: Params, options: StreamOptions) => Promise<StreamResponse>;
    // Nothing here asks for one.
    if ('asStream' in options) return await send(params, options);
    const trace = callContext.getStore()?.trace;
    if (!trace) return await this.#requestBounded(params, options, send);
    return await inExposedSpan(
      trace,
      requestSpan(params),
      async (span) => {
        const response = await this.#requestBounded(params, options, send);
        span.responseBytes = Buffer.byteLength(response.body);
        span.rows = rowsIn(response.body);
        // The client throws for it later.
        if (response.statusCode >= 400) span.error = String(response.statusCode);
        return response;
      },
      errorType,
    );
  }

  async #requestBounded(
    params: Params,
    options: Options,
    send: (params: Params, options: StreamOptions) => Promise<StreamResponse>,
  ): Promise<Response> {
    const context = callContext.getStore();
    context?.signal?.throwIfAborted();
    const limitMs = context ? answerLimitMs() : (options.timeout ?? ANSWER_MS);
    const { pool } = this;
    const began = Date.now();
    // Of its own: the client would say to every listener of the request's signal that the request is over.
    const end = new AbortController();
    const late = () => new errors.TimeoutError(`Elasticsearch did not answer within ${limitMs} ms`);
    // At the deadline itself the request's own signal says so.
    const timer = context?.signal && limitMs < ANSWER_MS ? undefined : setTimeout(() => end.abort(late()), limitMs);
    const leave = () => end.abort(context?.signal?.reason);
    context?.signal?.addEventListener('abort', leave);
    const sent = { abort: ({ message }: Error) => end.abort(new errors.ConnectionError(message)) };
    this.#silent.sent(this.url.origin, sent);
    let answered = false;
    try {
      const streamed = { ...options, timeout: null, signal: end.signal, asStream: true } as const;
      const { body, ...response } = await send(params, streamed);
      answered = true;
      const chunks: Buffer[] = [];
      for await (const chunk of body as AsyncIterable<Buffer>) {
        context?.bytes?.hold(chunk.length);
        chunks.push(chunk);
      }
      return { ...response, body: Buffer.concat(chunks).toString('utf8') };
    } catch (error) {
      if (!end.signal.aborted) throw error;
      if (Date.now() - began >= SILENT_MS) this.#renew(pool);
      // Undici says only that it was aborted.
      throw end.signal.reason;
    } finally {
      this.#silent.ended(this.url.origin, sent, answered);
      clearTimeout(timer);
      context?.signal?.removeEventListener('abort', leave);
    }
  }

  override async close(): Promise<void> {
    this.#silent.close();
    await super.close();
  }

  /** Any connection of the pool may lead nowhere: the next request gets a new one. Those in use end with their requests. */
  #renew(pool: Pool): void {
    if (this.pool !== pool) return;
    this.pool = openPool(this.url, this.#connect);
    pool.close().catch(() => {});
  }
}

function openPool({ origin }: URL, connect: buildConnector.connector): Pool {
  return new Pool(origin, {
    connections: 256,
    connect,
    keepAliveTimeout: 30_000,
    // Each request has its own limit.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** A server that does not answer in this time does not serve. */
const ANSWER_MS = 5_000;
/** A connection on which nothing came in this time may be lost. */
const SILENT_MS = 1_000;
