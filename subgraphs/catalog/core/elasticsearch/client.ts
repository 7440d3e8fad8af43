import { callContext } from '@commerce/platform/call-context';
import { type DomainError, unavailable } from '@commerce/platform/errors/domain-error';
import { reasonOf } from '@commerce/platform/errors/reason-of';
import { storeStatements } from '@commerce/platform/store-metrics';
import { Client, errors, type estypes } from '@elastic/elasticsearch';
import { z } from 'zod';
import { boundedConnection } from './bounded-connection.ts';
import type { IndexLayout } from './index-layout.ts';
import { nextNodeTransport } from './next-node.ts';
import { nodesOf } from './nodes.ts';
import { refusedAs, takesNone } from './refusals.ts';

/** The catalog's Elasticsearch, as its repository and its server need it. */
export interface Elasticsearch {
  /** All that it sends for a request ends with the request; see bounded-connection.ts. */
  client: Client;
  /** Names the alias of the products' index, and begins the names of its other indices. */
  alias: string;
  layout: IndexLayout;
  toDomainError: (error: unknown) => DomainError | undefined;
  /** What the store waits for before it can serve: nothing, when it answers and has not lost its index. */
  waitsFor(): Promise<string[]>;
  close(): Promise<void>;
}

export interface ElasticsearchOptions {
  /** Of a node or several, with `user:password@` where they ask for them: see nodes.ts. */
  url: string;
  alias: string;
  /** The path of a PEM file with the authority of the nodes' certificates; see node-connector.ts. */
  authorityFile?: string | undefined;
  /** Of the indices that are made, and whose copies are seen to. */
  layout?: IndexLayout;
  /** How often a request that failed is sent again, to whichever node. A caller is told when no node answers, and may come back: for him that is left out. */
  maxRetries?: number;
}

export function openElasticsearch({
  url,
  alias,
  authorityFile,
  layout = {},
  maxRetries,
}: ElasticsearchOptions): Elasticsearch {
  const nodes = nodesOf(url);
  const Transport = maxRetries === undefined ? nextNodeTransport(nodes.nodes.length) : undefined;
  const common = { ...nodes, Connection: boundedConnection(authorityFile), ...(Transport && { Transport }) };
  const client = new Client({ ...common, maxRetries: maxRetries ?? 0, requestTimeout: MAX_REQUEST_MS });
  // Of its own: requests that take all connections are no reason to say that the store is gone.
  const looker = new Client({ ...common, maxRetries: 0, requestTimeout: LOOK_MS });
  // Before a core's start has made the index there is none, which is no loss.
  let hadIndex = false;
  // Counts what a request costs. The process itself also asks its store, outside any request.
  client.diagnostic.on('request', () => callContext.getStore() && storeStatements.inc({ store: 'catalog' }));
  return {
    client,
    alias,
    layout,
    toDomainError,
    async waitsFor() {
      try {
        const hasIndex = await looker.indices.existsAlias({ name: alias });
        hadIndex ||= hasIndex;
        if (hasIndex || !hadIndex) return [];
        // An empty one, made by whoever looks, would be in the way of a restore.
        return [
          `the catalog store (the alias ${alias} is gone: restore its index, or start the core again for an empty one)`,
        ];
      } catch (error) {
        return [`the catalog store (${reasonOf(error)})`];
      }
    },
    async close() {
      await Promise.all([client.close(), looker.close()]);
    },
  };
}

/** The error of one document of many: for it the client throws nothing. */
export function documentError({ type, reason }: estypes.ErrorCause): Error {
  const error = new Error(reason ?? type);
  // While the server starts, for example, it refuses each document, and not the whole request.
  return refusedAs(STORE, type, error) ?? error;
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
export function refusalOf(error: unknown): { type: string; reason?: string | undefined } | undefined {
  const body: unknown = error instanceof errors.ResponseError ? error.body : undefined;
  return refusal.safeParse(body).data?.error;
}

const refusal = z.object({ error: z.object({ type: z.string(), reason: z.string().optional() }) });

const MAX_REQUEST_MS = 30_000;

/** A server that does not answer in this time does not serve. */
const LOOK_MS = 5_000;

function toDomainError(error: unknown): DomainError | undefined {
  if (error instanceof errors.TimeoutError || error instanceof errors.ConnectionError) return unavailable(STORE, error);
  if (error instanceof errors.NoLivingConnectionsError) return unavailable(STORE, error);
  const refused = refusedAs(STORE, refusalOf(error)?.type, error);
  if (refused) return refused;
  // From a proxy, which knows none of Elasticsearch's types.
  if (isStatus(error, 401) || isStatus(error, 403)) return takesNone(STORE, 'requests of this service', error);
  return BUSY.some((status) => isStatus(error, status)) ? unavailable(STORE, error) : undefined;
}

/** Too many requests at a time, or shards that are not there yet; from a proxy, a server that is not there. */
const BUSY = [408, 429, 502, 503, 504];

export const STORE = 'The catalog store';
