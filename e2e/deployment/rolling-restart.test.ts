import { randomUUID } from 'node:crypto';
import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { createDatabase } from '@commerce/testkit/stores/postgres-server';
import { storeServers } from '@commerce/testkit/stores/servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Form } from '../form.ts';
import { shopOf } from '../shop.ts';
import { type Deployment, planDeployment } from './deployment.ts';
import { migrateStores } from './migrate-stores.ts';
import { startLoad } from './load.ts';
import type { ManagedProcess } from './managed-process.ts';

// The embedded database has one session, so replicas need a server.
const { postgres: serverUrl } = storeServers();

const FORMS = [
  { form: 'apart', kinds: ['core', 'subgraph', 'router'] },
  { form: 'edges', kinds: ['core', 'edge'] },
] satisfies { form: Form; kinds: string[] }[];

describe.runIf(serverUrl).each(FORMS)('with the subgraphs in the form "$form"', ({ form, kinds }) => {
  let deployment: Deployment;
  let graph: GraphQLClient;
  beforeAll(async () => {
    const stores = await migrateStores((domain) =>
      createDatabase(serverUrl ?? '', `rolling-${randomUUID()}-${domain}`),
    );
    deployment = await planDeployment({
      replicas: 2,
      storeOf: (domain) => stores[domain],
      settings: { DRAIN_MS: '3000' },
      form,
    });
    await Promise.all(deployment.processes.map((process) => process.startReady()));
    graph = await deployment.serve();
  });
  afterAll(() => deployment?.stop());

  test('no request fails while each of two replicas of every part is restarted under load', async () => {
    const shop = shopOf(graph);
    const load = await startLoad(graph, await shop.createAccount(), await shop.createProduct());
    for (const together of rounds(deployment, kinds)) {
      const before = load.answered();
      const codes = together.map(async (process) => [process.name, await process.end('SIGTERM')]);
      expect(await Promise.all(codes)).toEqual(together.map(({ name }) => [name, 0]));
      await Promise.all(together.map((process) => process.startReady()));
      // The load went on meanwhile.
      expect(load.answered()).toBeGreaterThan(before);
    }
    const { failures, orders } = await load.stop();
    // With what the parts said of it: what a client is told does not say where a call was lost.
    const said =
      failures.length === 0 ? [] : deployment.processes.flatMap((process) => process.lines()).filter(isTrouble);
    expect({ failures, said }).toEqual({ failures: [], said: [] });
    // Each order was placed once.
    const document = 'query ($id: ID!) { order(id: $id) { id } }';
    for (const id of orders.slice(-20)) expect(await graph.ask(document, { id })).toEqual({ order: { id } });
    expect(new Set(orders).size).toBe(orders.length);
  });
});

/**
 * As a release does it: of all of a kind one replica, and then the other.
 *
 * @param kinds whoever answers before whoever asks.
 */
function rounds({ processes }: Deployment, kinds: readonly string[]): ManagedProcess[][] {
  return kinds.flatMap((kind) => {
    const all = processes.filter(({ name }) => name.endsWith(kind));
    expect(all).not.toEqual([]);
    return [0, 1].map((replica) => all.filter((_, index) => index % 2 === replica));
  });
}

/** Above what is logged of each request. */
function isTrouble({ level }: { level: string }): boolean {
  return level !== 'info';
}
