import { type Callers, startCallers } from '@commerce/testkit/callers';
import { costOf } from '@commerce/testkit/cost';
import { outcomeOf, refusalTextOf } from '@commerce/testkit/refusal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CatalogDomain, startCatalog } from './start-catalog.ts';

// Where nobody is asked who they are, everybody may do everything: the other tests are of that.

let callers: Callers;
let domain: CatalogDomain;
let client: CatalogDomain['client'];
let forSale: string;
let archived: string;
beforeAll(async () => {
  callers = await startCallers();
  domain = await startCatalog(undefined, callers.variables);
  ({ client } = domain);
  await callers.as(KEEPER, async () => {
    [forSale, archived] = [(await domain.createProduct()).id, (await domain.createProduct()).id];
    await client.archiveProduct({ id: archived });
  });
});
afterAll(async () => {
  await domain.stop();
  await callers.stop();
});

const UNKNOWN = '01890000-0000-7000-8000-000000000000';
const KEEPER = 'catalog:write';
const OTHERS = ['nobody', 'ada', 'accounts:read', 'accounts:write', 'orders:read', 'orders:write'];

describe.each([...OTHERS, KEEPER])('%s reads what is for sale', (who) => {
  const read = <T>(work: () => Promise<T>) => callers.as(who, work);
  const unlessHidden = (id: string) => (who === KEEPER ? id : undefined);

  test('GetProduct', async () => {
    expect(await outcomeOf(read(() => client.getProduct({ id: forSale })))).toBe('done');
    const outcome = await outcomeOf(read(() => client.getProduct({ id: archived })));
    expect(outcome).toBe(who === KEEPER ? 'done' : 'NotFound');
  });

  // What is not asked for is read nevertheless, and not sent.
  test.each([[undefined], [{ paths: ['name'] }]])('BatchGetProducts of the fields %j', async (readMask) => {
    const ids = [archived, forSale, UNKNOWN];
    const { results } = await read(() => client.batchGetProducts({ ids, readMask }));
    expect(results.map(({ product }) => product?.id)).toEqual([unlessHidden(archived), forSale, undefined]);
    // Whoever may not see what was archived is not told what there never was.
    expect(results.map(({ notFound }) => notFound)).toEqual([false, false, who === KEEPER]);
  });

  test('ListProducts by ids', async () => {
    const { products } = await read(() => client.listProducts({ filter: { ids: [archived, forSale, UNKNOWN] } }));
    expect(products.map(({ id }) => id).toSorted()).toEqual(
      [forSale, ...(who === KEEPER ? [archived] : [])].toSorted(),
    );
  });

  test('ListProducts and SearchProducts', async () => {
    const lists = [
      await read(() => client.listProducts({})),
      await read(() => client.searchProducts({ query: 'lamp' })),
    ];
    for (const { products } of lists) {
      const ids = products.map(({ id }) => id);
      expect(ids).toContain(forSale);
      expect(ids).not.toContain(archived);
    }
  });
});

describe.each<[string, () => Promise<unknown>]>([
  ['ListProducts', () => client.listProducts({ filter: { archived: true } })],
  ['SearchProducts', () => client.searchProducts({ query: 'lamp', filter: { archived: true } })],
  ['CountProducts', () => client.countProducts({ filter: { archived: true } })],
])('%s of what is archived', (_rpc, read) => {
  test.each([...OTHERS, KEEPER])('for %s', async (who) => {
    const refused = who === 'nobody' ? 'Unauthenticated TOKEN_REQUIRED' : 'Forbidden SCOPE_REQUIRED';
    expect(await outcomeOf(callers.as(who, read))).toBe(who === KEEPER ? 'done' : refused);
  });
});

const WRITES: [string, () => Promise<unknown>][] = [
  ['CreateProduct', () => client.createProduct({ name: 'Lamp', price: '1' })],
  ['CreateProduct of what is no product', () => client.createProduct({})],
  ['UpdateProduct', () => client.updateProduct({ id: forSale, name: 'Lamp' })],
  ['UpdateProduct of one that is archived', () => client.updateProduct({ id: archived, name: 'Lamp' })],
  ['UpdateProduct of none', () => client.updateProduct({ id: UNKNOWN, name: 'Lamp' })],
  ['ArchiveProduct', () => client.archiveProduct({ id: forSale })],
];

describe.each(WRITES)('%s', (_rpc, write) => {
  test.each(OTHERS)('is refused to %s, and changes nothing', async (who) => {
    const all = () => callers.as(KEEPER, () => client.batchGetProducts({ ids: [forSale, archived] }));
    const before = await all();
    const outcome = await outcomeOf(callers.as(who, write));
    expect(outcome).toBe(who === 'nobody' ? 'Unauthenticated TOKEN_REQUIRED' : 'Forbidden SCOPE_REQUIRED');
    expect(await all()).toEqual(before);
  });
});

test('whoever keeps the catalog changes it', async () => {
  await callers.as(KEEPER, async () => {
    const { id } = await domain.createProduct();
    expect(await client.updateProduct({ id, name: 'Torch' })).toMatchObject({ product: { name: 'Torch' } });
    expect(await client.archiveProduct({ id })).toMatchObject({ product: { archived: true } });
    expect(await client.updateProduct({ id, name: 'Old torch' })).toMatchObject({ product: { archived: true } });
  });
});

test('what is archived is refused as what is not there, and costs the same', async () => {
  const answer = async (id: string) => {
    let text = '';
    const ask = () => callers.as('ada', () => client.getProduct({ id }));
    const cost = await costOf(async () => (text = await refusalTextOf(ask(), id)));
    return { text, cost };
  };
  expect(await answer(archived)).toEqual(await answer(UNKNOWN));
});

test('two who keep the catalog have request ids of their own', async () => {
  const create = async (who: string) => {
    const product = { name: 'Same', price: '1', requestId: 'guessed' };
    return (await callers.as(who, () => client.createProduct(product))).product?.id;
  };
  const first = await create(KEEPER);
  expect(await create(KEEPER)).toBe(first);
  expect(await create(`${KEEPER} orders:read`)).not.toBe(first);
});

test('in the graph an archived product is null for a customer, and an entity that nobody knows', async () => {
  const headers = await callers.headers('ada');
  const { data, errors } = await domain.graph.query(
    'query ($id: ID!, $text: String) { product(id: $id) { name } products(id: $text) { name } }',
    { id: archived, text: archived },
    headers,
  );
  expect({ data, errors }).toEqual({ data: { product: null, products: [] }, errors: undefined });
  const entities = await domain.graph.entities('Product', 'name', [{ id: archived }, { id: forSale }], headers);
  expect(entities.data).toMatchObject({ _entities: [null, { name: 'Desk lamp' }] });
});
