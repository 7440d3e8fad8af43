import { callContext, remainingMs } from '@commerce/platform/call-context';
import { deadlineExceeded, type DomainError, unavailable } from '@commerce/platform/errors/domain-error';
import { storeStatements } from '@commerce/platform/store-metrics';
import { Client, errors, type estypes } from '@elastic/elasticsearch';
import { z } from 'zod';

/** The catalog's Elasticsearch, as its repository and its server need it. */
export interface Elasticsearch {
  client: Client;
  /** Names the alias of the products' index, and begins the names of its other indices. */
  alias: string;
  toDomainError: (error: unknown) => DomainError | undefined;
  /** What the store waits for before it can serve: nothing, when it answers. */
  waitsFor(): Promise<string[]>;
  close(): Promise<void>;
}

/** @param url with `user:password@` where the server asks for them. */
export function openElasticsearch({ url, alias }: { url: string; alias: string }): Elasticsearch {
  const client = new Client({ node: url, requestTimeout: MAX_REQUEST_MS });
  // Counts what a request costs. The process itself also asks its store, outside any request.
  client.diagnostic.on('request', () => callContext.getStore() && storeStatements.inc({ store: 'catalog' }));
  return {
    client,
    alias,
    toDomainError,
    async waitsFor() {
      try {
        await client.info({}, { requestTimeout: 1_000, maxRetries: 0 });
        return [];
      } catch (error) {
        return [`the catalog store (${error instanceof Error ? error.message : String(error)})`];
      }
    },
    close: () => client.close(),
  };
}

/** The options of a request that may be sent again when its answer is lost: it ends with the running request's deadline. */
export function repeatable(): { requestTimeout: number; maxRetries?: number } {
  const remaining = remainingMs() ?? MAX_REQUEST_MS;
  if (remaining <= 0) throw deadlineExceeded();
  return { requestTimeout: Math.min(Math.ceil(remaining), MAX_REQUEST_MS) };
}

/** As `repeatable`, for a request that may have taken effect when its answer is lost. */
export function unrepeatable(): { requestTimeout: number; maxRetries: number } {
  return { ...repeatable(), maxRetries: 0 };
}

/** The error of one document of many: for it the client throws nothing. */
export function documentError({ type, reason }: estypes.ErrorCause): Error {
  const error = new Error(reason ?? type);
  // While the server starts, it answers this for each document, and not for the whole request.
  return type === 'no_shard_available_action_exception' ? unavailable(STORE, error) : error;
}

/** Is it Elasticsearch's answer with this HTTP status? */
export function isStatus(error: unknown, status: number): boolean {
  return error instanceof errors.ResponseError && error.statusCode === status;
}

/**
 * What Elasticsearch calls the reason for which it refused a request: `resource_already_exists_exception`
 * (https://www.elastic.co/docs/reference/elasticsearch/rest-apis/api-conventions).
 *
 * @returns undefined for an error that is no answer of Elasticsearch.
 */
export function refusalType(error: unknown): string | undefined {
  const body: unknown = error instanceof errors.ResponseError ? error.body : undefined;
  return refusal.safeParse(body).data?.error.type;
}

const refusal = z.object({ error: z.object({ type: z.string() }) });

const MAX_REQUEST_MS = 30_000;

function toDomainError(error: unknown): DomainError | undefined {
  if (error instanceof errors.TimeoutError) return deadlineExceeded(error);
  if (error instanceof errors.ConnectionError || error instanceof errors.NoLivingConnectionsError) {
    return unavailable(STORE, error);
  }
  // Too many requests at a time, or shards that are not there yet.
  return isStatus(error, 429) || isStatus(error, 503) ? unavailable(STORE, error) : undefined;
}

const STORE = 'The catalog store';
