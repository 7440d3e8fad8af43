import { storeServers } from '@commerce/testkit/stores/servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shopOf } from '../shop.ts';
import { startSystem, type System } from '../start-system.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const { postgres, elasticsearch } = storeServers();

// The servers of TEST_POSTGRES=1 and TEST_ELASTICSEARCH=1 are every test's; there this one cannot stop them.
test.skipIf(postgres ?? elasticsearch)(
  'a store that is down is named as such, and nothing else of it is told',
  async () => {
    const id = await shopOf(system).createAccount();
    await system.stopPart('stores');
    const { data, errors = [] } = await system.query(
      'query ($id: ID!) { account(id: $id) { name orders { id } } products { id } }',
      { id },
    );
    expect(data).toEqual({ account: null, products: null });
    const extensions = { code: 'UNAVAILABLE', retryable: true, retryAfterMs: 1_000 };
    expect(errors.toSorted((a, b) => (String(a.path) < String(b.path) ? -1 : 1))).toEqual([
      {
        message: 'The account store cannot be reached; retry later.',
        path: ['account'],
        extensions: { ...extensions, subgraph: 'account' },
      },
      {
        message: 'The catalog store cannot be reached; retry later.',
        path: ['products'],
        extensions: { ...extensions, subgraph: 'catalog' },
      },
    ]);
  },
);
