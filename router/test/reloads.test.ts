import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { graphqlClient } from '@commerce/testkit/graphql-client';
import { Pool } from 'undici';
import { expect, test, vi } from 'vitest';
import { supergraphReloads } from '../metrics.ts';
import { startRouter } from '../start.ts';
import { holdSubgraph } from './held-subgraph.ts';
import { ROUTER_CONFIG } from './router-config.ts';
import { closeAll, startServer } from './subgraph-servers.ts';

const SDL = await readFile(ROUTER_CONFIG.SUPERGRAPH_PATH, 'utf8');
/** One that can be told from the others by the name of a query field. */
const version = (n: number) => SDL.replaceAll(/\baccount\(/g, `account${n}(`);

/** Those that the query is for: there are no connections to others. */
const ASKED = 2;
const WARM = 20;
const RELOADS = 60;
/** Executors alone, of forty supergraphs, are six times this. */
const MAX_GROWTH_BYTES = 5 * 1024 * 1024;

test('sixty new supergraphs fail no request and leave nothing behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'commerce-reloads-'));
  let published = version(0);
  const port = await startServer(({ url }, response) => {
    response.end(url?.endsWith('.sha256') ? createHash('sha256').update(published).digest('hex') : published);
  });
  const subgraph = await holdSubgraph();
  let moves = 0;
  const close = vi.spyOn(Pool.prototype, 'close');
  let closed = 0;
  const closedPools = () => {
    // It calls itself, with a listener.
    closed += close.mock.calls.filter(({ length }) => length === 0).length;
    // A call that is remembered keeps its pool, which would be measured.
    close.mockClear();
    return closed;
  };
  const router = await startRouter(
    {
      ...ROUTER_CONFIG,
      SUPERGRAPH_URL: `http://127.0.0.1:${port}/supergraph.graphql`,
      SUPERGRAPH_CACHE: resolve(folder, 'supergraph.graphql'),
      SUPERGRAPH_POLL_MS: 10,
    },
    // Each version has its subgraphs elsewhere.
    () => `${subgraph.url}?${moves}`,
  );
  try {
    const client = graphqlClient(`${router.origin}/graphql`);
    /** Asks by the name that a version has for the field. @returns what answers it and says what the client got. */
    const begin = async (n: number) => {
      const answer = client.query(`query ($id: ID!) { account${n}(id: $id) { name orders { id } } }`, { id: `${n}` });
      // Without a fetch it has failed.
      const fetch = await Promise.race([subgraph.next(), answer]);
      if (!('answer' in fetch)) throw new Error(JSON.stringify(fetch));
      return async () => {
        fetch.answer({ data: { [`account${n}`]: { __typename: 'Account', id: `${n}`, name: 'Ada' } } });
        void subgraph.next().then((entities) => entities.answer({ data: { _entities: [{ orders: [{ id: '7' }] }] } }));
        return await answer;
      };
    };
    const right = (n: number) => ({ data: { [`account${n}`]: { name: 'Ada', orders: [{ id: '7' }] } } });

    const served = await reloads();
    let warm = 0;
    for (let n = 1; n <= RELOADS; n += 1) {
      const across = await begin(n - 1);
      moves = n;
      published = version(n);
      await expect.poll(reloads, { interval: 5 }).toBe(served + n);
      const after = await begin(n);
      expect(await across()).toEqual(right(n - 1));
      // What began with the supergraph before has ended.
      await expect.poll(closedPools, { interval: 5 }).toBe(ASKED * n);
      expect(await after()).toEqual(right(n));
      if (n === WARM) warm = heap();
    }
    expect(heap() - warm).toBeLessThan(MAX_GROWTH_BYTES);
  } finally {
    close.mockRestore();
    await router.stop();
    await closeAll();
    await rm(folder, { recursive: true });
  }
});

const reloads = async () =>
  (await supergraphReloads.get()).values.find(({ labels }) => labels.outcome === 'served')?.value ?? 0;

/** @returns the bytes that are in use after all that can be freed is freed. */
function heap(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}
