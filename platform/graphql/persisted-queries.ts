import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { GraphQLRequest } from './graphql-request.ts';
import { refusedRequest } from './refused-request.ts';

/**
 * Keeps the texts that clients registered by their SHA-256, so that they may send it alone from then on
 * (https://www.apollographql.com/docs/apollo-server/performance/apq).
 */
export interface PersistedQueries {
  /** @returns the text that a request is for. @throws GraphQLError when it has none, or names none that is known. */
  textOf(request: GraphQLRequest): string;
  /** Keeps the text of a request that can be answered, where its client wants that. */
  register(request: GraphQLRequest): void;
}

export function persistedQueries(): PersistedQueries {
  const texts = new LRUCache<string, string>({
    maxSize: MAX_LENGTH,
    sizeCalculation: (text) => SHA256_LENGTH + text.length,
  });
  return {
    textOf({ query, extensions }) {
      const named = extensions?.['persistedQuery'];
      if (!named) {
        if (query === undefined) throw refusedRequest('The request must have a query, or a persistedQuery extension.');
        return query;
      }
      const { version, sha256Hash } = named as { version?: unknown; sha256Hash?: unknown };
      if (version !== 1) throw refusedRequest('The version of a persisted query must be 1.');
      if (query === undefined) {
        const text = typeof sha256Hash === 'string' ? texts.get(sha256Hash) : undefined;
        if (text === undefined) throw notFound();
        return text;
      }
      if (sha256Hash !== sha256(query)) {
        throw refusedRequest('The persisted query has another SHA-256 than its extension says.');
      }
      return query;
    },
    register({ query, extensions }) {
      if (query !== undefined && extensions?.['persistedQuery']) texts.set(sha256(query), query);
    },
  };
}

/** Apollo's clients look for this text as it is, and expect 200. */
const notFound = () =>
  refusedRequest('PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND', {
    status: 200,
    headers: { 'cache-control': 'private, no-cache, must-revalidate' },
  });

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const SHA256_LENGTH = 64;

/** In characters of all texts. */
const MAX_LENGTH = 5_000_000;
