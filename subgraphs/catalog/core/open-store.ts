import { join } from 'node:path';
import type { DomainError } from '@commerce/platform/errors/domain-error';
import { migrate } from '@commerce/platform/postgres/migrate';
import { openStore } from '@commerce/platform/postgres/store';
import { PrismaClient } from '../generated/prisma/client.ts';
import { openElasticsearch } from './elasticsearch/client.ts';
import { ensureProductIndex } from './elasticsearch/product-index.ts';
import { createElasticsearchRepository } from './elasticsearch.ts';
import { createPostgresRepository } from './postgres.ts';
import type { ProductRepository } from './repository.ts';

/** The catalog's store, whichever it is. */
export interface CatalogStore {
  repository: ProductRepository;
  toDomainError: (error: unknown) => DomainError | undefined;
  waitsFor(): Promise<string[]>;
  close(): Promise<void>;
}

/** Elasticsearch where its address is given, with its index made or verified. */
export async function openElasticsearchStore(url: string, alias: string): Promise<CatalogStore> {
  const store = openElasticsearch({ url, alias });
  try {
    await ensureProductIndex(store);
  } catch (error) {
    await store.close();
    throw error;
  }
  return { ...store, repository: createElasticsearchRepository(store) };
}

/** PostgreSQL, in development brought up to date first. */
export async function openPostgresStore(url: string, poolSize: number, development: boolean): Promise<CatalogStore> {
  if (development) await migrate(url, join(import.meta.dirname, 'prisma'));
  const store = openStore({ store: 'catalog', url, size: poolSize });
  return { ...store, repository: createPostgresRepository(new PrismaClient({ adapter: store.adapter })) };
}
