import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { post, type Answer } from '../graphql-client.ts';
import { shopOf } from '../shop.ts';
import { startSystem, type System } from '../start-system.ts';
import { FAILING_PARTS, SPANNING, WHOLE } from './outages.ts';

describe.each(FAILING_PARTS)('while the $part is down', ({ part, domain, data, paths, called }) => {
  let system: System;
  let ids: Record<string, string>;
  let text: string;
  let answer: Answer<Record<string, unknown>>;

  beforeAll(async () => {
    system = await startSystem();
    const shop = shopOf(system);
    const account = await shop.createAccount('Ada');
    const product = await shop.createProduct({ name: 'Lamp', price: 49.9 });
    const order = await shop.createOrder(account, product, await shop.createProduct({ name: 'Mug', price: 12.5 }));
    ids = { account, product, order };
    expect(await system.query(SPANNING, ids)).toEqual({ data: WHOLE });
    await system.stopPart(part);
    text = await (await post(system.origin, SPANNING, ids)).text();
    answer = JSON.parse(text) as Answer<Record<string, unknown>>;
  });
  afterAll(() => system.stop());

  test('the other subgraphs’ fields come, and its own are null', () => {
    expect(answer.data).toEqual(data);
  });

  test('each of its fields has an error that says who failed, and when to come back', () => {
    const { errors = [] } = answer;
    expect(errors.map(({ path }) => path?.join('.')).toSorted(byText)).toEqual(paths.map((path) => path.join('.')));
    const extensions = { code: 'UNAVAILABLE', retryable: true, retryAfterMs: 1_000, subgraph: domain };
    for (const error of errors) {
      expect(error).toMatchObject({ message: `${called} cannot be reached; retry later.` });
      expect(error.extensions).toEqual(extensions);
    }
  });

  test('nothing internal is in the answer', () => {
    for (const address of Object.values({ ...system.cores, ...system.graphs })) {
      expect(text).not.toContain(address.replace(/^http:\/\/|\/graphql$/g, ''));
    }
    expect(text).not.toMatch(/127\.0\.0\.1|localhost|ECONN|stack|node_modules|file:|\.ts\b|SELECT|grpc|14 UNAV/i);
  });

  test('a write to it is refused on the path of its field', async () => {
    const documents = {
      account: 'mutation { write: createAccount(account: { name: "Grace" }) { id } }',
      catalog: 'mutation { write: createProduct(product: { name: "a", description: "b", price: 1 }) { id } }',
      order: `mutation { write: cancelOrder(id: "${ids['order']}") { id } }`,
    };
    const { path, extensions } = await system.refusal(documents[domain]);
    expect(path).toEqual(['write']);
    expect(extensions).toMatchObject({ code: 'UNAVAILABLE', retryable: true, subgraph: domain });
  });
});

function byText(a = '', b = ''): number {
  return a < b ? -1 : 1;
}
