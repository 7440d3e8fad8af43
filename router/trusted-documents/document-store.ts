import type { ApolloServerOptionsWithGateway, BaseContext } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

type ServerStore = NonNullable<ApolloServerOptionsWithGateway<BaseContext>['documentStore']>;

/** Where Apollo Server keeps documents that it parsed and found valid. */
export interface DocumentStore {
  /** By a prefix for the schema, and the text's SHA-256. */
  store: ServerStore;
  /** Keeps these from now on, and forgets other trusted ones. @param sha256s of their texts. */
  trust(sha256s: ReadonlySet<string>): void;
  /** @returns the document with this SHA-256 as the newest schema has it. */
  kept(sha256: string): DocumentNode | undefined;
  /** Forgets it: another schema is served. */
  forget(sha256: string): void;
}

/** What is trusted stays; of all else what was used last, or a flood of other documents would have each of them parsed again. */
export function documentStore(): DocumentStore {
  let trusted: ReadonlySet<string> = new Set();
  const kept = new Map<string, { key: string; document: DocumentNode }>();
  const others = new LRUCache<string, DocumentNode>({
    maxSize: MAX_LENGTH,
    sizeCalculation: ({ loc }) => 1 + (loc?.end ?? 0),
  });
  return {
    store: {
      async get(key) {
        const one = kept.get(sha256Of(key));
        return one?.key === key ? one.document : others.get(key);
      },
      async set(key, document) {
        if (trusted.has(sha256Of(key))) kept.set(sha256Of(key), { key, document });
        else others.set(key, document);
      },
      async delete(key) {
        return others.delete(key);
      },
    },
    trust(sha256s) {
      trusted = sha256s;
      for (const sha256 of kept.keys()) if (!trusted.has(sha256)) kept.delete(sha256);
    },
    kept: (sha256) => kept.get(sha256)?.document,
    forget: (sha256) => void kept.delete(sha256),
  };
}

function sha256Of(key: string): string {
  return key.slice(-SHA256_LENGTH);
}

const SHA256_LENGTH = 64;

/** In characters of documents: some tens of MB of what they are parsed to. */
const MAX_LENGTH = 1_500_000;
