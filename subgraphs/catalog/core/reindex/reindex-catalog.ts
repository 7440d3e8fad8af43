import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '@commerce/platform/errors/user-error';
import { z } from 'zod';
import { type Elasticsearch, openElasticsearch } from '../elasticsearch/client.ts';
import { elasticsearchOptions, elasticsearchUrl, elasticsearchVariables } from '../elasticsearch/variables.ts';
import { type ReindexProgress, reindexProducts } from './reindex-products.ts';

/** What `npm run reindex` reads. */
export const reindexVariables = z.object({ ...elasticsearchVariables, ELASTICSEARCH_URL: elasticsearchUrl });

/** Builds the next version of the index, while cores serve from the present one. @throws UserError; see reindex-products.ts. */
export async function reindexCatalog(
  config: z.infer<typeof reindexVariables>,
  show: (progress: ReindexProgress) => void,
  signal: AbortSignal,
): Promise<string> {
  const store = openElasticsearch({ ...elasticsearchOptions(config), maxRetries: 3 });
  try {
    const missing = await missingOf(store, signal);
    if (missing) throw new UserError(`Cannot reach ${missing}: start it, or name another in ELASTICSEARCH_URL.`);
    // As long as the requests of a router and subgraphs with the default REQUEST_TIMEOUT_MS.
    return await reindexProducts(store, { show, signal, keepMs: 10_000 });
  } finally {
    await store.close();
  }
}

/** What is missing for good: as migrations wait for their database, a store is waited for; see until-reached.ts. */
async function missingOf(store: Elasticsearch, signal: AbortSignal): Promise<string | undefined> {
  const until = Date.now() + REACHED_WITHIN_MS;
  for (;;) {
    const [missing] = await store.waitsFor();
    if (missing === undefined || Date.now() > until) return missing;
    await wait(250, undefined, { signal });
  }
}

const REACHED_WITHIN_MS = 10_000;
