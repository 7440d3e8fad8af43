import { readFile } from 'node:fs/promises';
import { migrate } from '@commerce/platform/postgres/migrate';
import { startElasticsearchServer } from '@commerce/testkit/stores/elasticsearch-server';
import { startPostgresServer } from '@commerce/testkit/stores/postgres-server';
import { type ExplainedPool, openExplainedPool } from '@commerce/testkit/stores/query-plans';
import { catalog } from '../domain.ts';
import { openElasticsearch } from '../core/elasticsearch/client.ts';
import { toDocument } from '../core/elasticsearch/product-document.ts';
import { ensureProductIndex } from '../core/elasticsearch/product-index.ts';
import { createElasticsearchRepository } from '../core/elasticsearch.ts';
import { createPostgresRepository } from '../core/postgres.ts';
import { newColumns } from '../core/postgres-row.ts';
import { searchVectorOf } from '../core/postgres-search.ts';
import type { Product } from '../core/product.ts';
import type { ProductRepository } from '../core/repository.ts';
import { typoTargetsOf } from '../core/search-terms.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { largeCatalog } from './large-catalog.ts';
import { SEARCHES } from './searches.ts';

/**
 * What lists, searches and counts cost the database, at many products: its own time, without the network and this process.
 *
 * @param plans also shows the plan of each statement.
 */
export async function search(options: { products: number; plans: boolean; elasticsearch: boolean }): Promise<void> {
  if (options.elasticsearch) await onElasticsearch(options.products);
  else await onPostgres(options);
}

/** Each is asked this often, and the median counts. */
const TIMES = 5;

/** With less, Elasticsearch refuses at times to be filled: garbage counts, and this Java collects late. */
const HEAP_MB = 4_096;

/** How long it may take to be filled with a part, or to merge what it has: it may have little of the CPU. */
const FILL_MS = 600_000;

async function onPostgres({ products, plans }: { products: number; plans: boolean }): Promise<void> {
  const server = await startPostgresServer();
  try {
    await migrate(server.url, catalog);
    const { pool, adapter, plansOf } = await openExplainedPool(server.url);
    await pool.query('SET auto_explain.log_min_duration = -1');
    await fillPostgres({ pool }, products);
    await pool.query('SET auto_explain.log_min_duration = 0');
    const repository = createPostgresRepository(new PrismaClient({ adapter }));
    const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const pid = rows[0]?.pid ?? 0;
    await measure(async (work) => {
      const before = await cpuMs(pid);
      const told = await plansOf(() => work(repository));
      const cpu = (await cpuMs(pid)) - before;
      if (plans) console.log(told.join('\n'));
      return { cpu, took: told.reduce((sum, plan) => sum + Number(/^duration: ([\d.]+) ms/.exec(plan)?.[1] ?? 0), 0) };
    });
    await pool.end();
  } finally {
    await server.stop();
  }
}

async function onElasticsearch(count: number): Promise<void> {
  const server = await startElasticsearchServer(HEAP_MB);
  const store = openElasticsearch({ url: server.url, alias: 'products' });
  try {
    await ensureProductIndex(store);
    await store.client.indices.putSettings({ index: store.alias, settings: { refresh_interval: '-1' } });
    for (const products of largeCatalog(count)) {
      const operations = products.flatMap((product) => [
        { index: { _index: store.alias, _id: product.id } },
        toDocument(product, []),
      ]);
      const { errors } = await store.client.bulk({ operations }, { requestTimeout: FILL_MS });
      if (errors) throw new Error('Elasticsearch refused some products.');
    }
    await store.client.indices.putSettings({ index: store.alias, settings: { refresh_interval: '200ms' } });
    await store.client.indices.refresh({ index: store.alias });
    // As it is in the long run: while an index is filled it has many small segments.
    await store.client.indices.forcemerge({ index: store.alias, max_num_segments: 5 }, { requestTimeout: FILL_MS });
    const repository = createElasticsearchRepository(store);
    let took = 0;
    store.client.diagnostic.on('response', (_, event) => {
      took += (event?.body as { took?: number } | undefined)?.took ?? 0;
    });
    await measure(async (work) => {
      took = 0;
      await work(repository);
      return { took };
    });
  } finally {
    await store.close();
    await server.stop();
  }
}

/** What one piece of work cost the database, in milliseconds. */
interface Cost {
  /** From the beginning of each statement to its end, as the database tells it. */
  took: number;
  /** Of the database's CPU, planning too: on a machine that does other things this is the figure to read. */
  cpu?: number;
}

async function measure(costOf: (work: (repository: ProductRepository) => Promise<unknown>) => Promise<Cost>) {
  for (const { what, work } of SEARCHES) {
    const costs: Cost[] = [];
    for (let time = 0; time < TIMES; time += 1) costs.push(await costOf(work));
    const took = median(costs.map((cost) => cost.took));
    const cpu = costs.every((cost) => cost.cpu !== undefined) ? median(costs.map((cost) => cost.cpu ?? 0)) : undefined;
    const shown = [`${took} ms`, ...(cpu === undefined ? [] : [`${cpu} ms of CPU`])];
    console.log(`${shown.map((text) => text.padStart(18)).join('')}  ${what}`);
  }
}

function median(values: number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(1);
}

/** The CPU time of a process, as Linux counts it (https://docs.kernel.org/scheduler/sched-stats.html). */
async function cpuMs(pid: number): Promise<number> {
  return Number((await readFile(`/proc/${pid}/schedstat`, 'utf8')).split(' ')[0]) / 1e6;
}

async function fillPostgres({ pool }: Pick<ExplainedPool, 'pool'>, count: number): Promise<void> {
  const words = new Set<string>();
  // A row costs each index a place of its own; all rows at once cost a tenth.
  const { rows: indexes } = await pool.query<{ name: string; definition: string }>(INDEXES);
  for (const { name } of indexes) await pool.query(`DROP INDEX "${name}"`);
  for (const products of largeCatalog(count)) {
    for (const { name, description } of products) {
      for (const word of typoTargetsOf(`${name} ${description}`)) words.add(word);
    }
    await pool.query(INSERT, [JSON.stringify(products.map(toRow))]);
  }
  for (const { definition } of indexes) await pool.query(definition);
  await pool.query(
    'INSERT INTO search_words SELECT word, spellings_of(word) FROM unnest($1::text[]) AS word ON CONFLICT DO NOTHING',
    [[...words]],
  );
  await pool.query('VACUUM ANALYZE');
}

function toRow({ id, createdAt, unitPrice, ...product }: Product) {
  const { unitPriceMinor, ...columns } = newColumns({ ...product, unitPrice });
  return {
    ...columns,
    unitPriceMinor: String(unitPriceMinor),
    id,
    createdAt,
    vector: searchVectorOf({ id, ...product }),
  };
}

const INDEXES = `
  SELECT indexname AS name, indexdef AS definition FROM pg_indexes
  WHERE tablename = 'products' AND indexname <> 'products_pkey'`;

const INSERT = `
  INSERT INTO products (id, name, description, currency_code, unit_price_minor, archived, created_at, folded_name, folded_description, search_terms)
  SELECT id, name, description, "currencyCode", "unitPriceMinor", archived, "createdAt", "foldedName", "foldedDescription", vector::tsvector
  FROM json_to_recordset($1::json) AS row(id uuid, name text, description text, "currencyCode" text, "unitPriceMinor" bigint,
    archived boolean, "createdAt" timestamptz, "foldedName" text, "foldedDescription" text, vector text)`;
