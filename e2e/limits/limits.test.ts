import pMap from 'p-map';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopOf } from '../shop.ts';
import { startSystem, type System } from '../start-system.ts';

// One account with a hundred orders of a hundred lines, all of the same products, and the limit that holds by default.

let system: System;
let account: string;

beforeAll(async () => {
  system = await startSystem(undefined, { MAX_RESPONSE_FIELDS: 200_000 });
  const shop = shopOf(system);
  account = await shop.createAccount('Ada Lovelace');
  const products = await pMap(Array(100).keys(), (n) => shop.createProduct({ name: `Lamp ${n}` }), { concurrency: 4 });
  await pMap(Array(100).keys(), () => shop.createOrder(account, ...products), { concurrency: 4 });
});
afterAll(() => system?.stop());

const names = (count: number, field = 'name') => Array.from({ length: count }, (_, n) => `n${n}: ${field}`).join(' ');
const inLines = (fields: string) => `name orders(pagination: { take: 100 }) { products { ${fields} } }`;

async function ask(fields: string) {
  const { data, errors = [] } = await system.query<{ account: { name: string; orders: unknown[] | null } }>(
    `query ($id: ID!) { account(id: $id) { ${fields} } }`,
    { id: account },
  );
  return { account: data?.account, errors };
}

const TOO_LARGE = {
  message: 'The answer has more than 200000 fields; ask for shorter pages or fewer fields.',
  extensions: { code: 'RESOURCE_EXHAUSTED', reason: 'RESPONSE_TOO_LARGE' },
};

describe('an answer of millions of fields is refused, and the rest of the response is whole', () => {
  test.each([
    ['many names for one field', names(280)],
    ['many names for a type', names(280, '__typename')],
  ])('%s of 10,000 lines', async (_what, fields) => {
    const { account: found, errors } = await ask(inLines(fields));
    expect(found).toEqual({ name: 'Ada Lovelace', orders: null });
    expect(errors).toMatchObject([{ ...TOO_LARGE, extensions: { ...TOO_LARGE.extensions, subgraph: 'order' } }]);
    expect(errors[0]?.extensions).not.toHaveProperty('retryable');
  });

  test('a hundred products, which are fetched once, at 10,000 places', async () => {
    const { account: found, errors } = await ask(inLines(`quantity product { ${names(25, 'version')} }`));
    expect(found).toEqual({ name: 'Ada Lovelace', orders: null });
    expect(errors).toMatchObject([TOO_LARGE]);
  });

  test('several parts of a request count together', async () => {
    const part = inLines(names(10));
    expect((await ask(part)).errors).toEqual([]);
    const { account: found, errors } = await ask(`a: ${part.replace('name ', '')} b: ${part.replace('name ', '')}`);
    expect(found).toMatchObject({ b: null });
    expect(errors).toMatchObject([TOO_LARGE]);
  });
});

test('what people ask for is answered: every line of a hundred orders', async () => {
  const { account: found, errors } = await ask(inLines('name quantity product { id name }'));
  expect(errors).toEqual([]);
  expect(found?.orders).toHaveLength(100);
});
