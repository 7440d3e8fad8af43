import { newId } from '@commerce/platform/values/uuid';
import { beforeAll, describe, expect, test } from 'vitest';
import { type AskedProducts, FOR_SALE, PRODUCT_ORDERS, type ProductOrder } from '../core/asked-products.ts';
import type { ReadProduct } from '../core/product.ts';
import type { ProductRepository } from '../core/repository.ts';
import { newProduct } from './new-product.ts';
import { WHOLE } from './whole-product.ts';

/** What filters, orders, counts and pages of every ProductRepository do; `open` gives an empty one. */
export function facetsContract(open: () => Promise<ProductRepository>): void {
  let repository: ProductRepository;
  const ids = new Map<string, string>();
  const idOf = (name: string) => ids.get(name) ?? '';

  const asked = (given: Partial<AskedProducts> = {}): AskedProducts => ({
    query: '',
    filter: FOR_SALE,
    order: 'NEWEST',
    ...given,
  });
  const namesOf = ({ items }: { items: ReadProduct[] }) => items.map(({ name }) => name);
  const find = async (given: Partial<AskedProducts>) =>
    namesOf(await repository.find(asked(given), { pageSize: 100, pageToken: '', skip: 0 }, WHOLE));

  beforeAll(async () => {
    repository = await open();
    for (const [name, price, currencyCode, description = ''] of SHOP) {
      const { id } = await repository.create(newProduct({ name, description, price, currencyCode }), undefined);
      ids.set(name, id);
    }
    await repository.archive(idOf('Old lamp'), undefined);
  });

  describe('a filter', () => {
    test.each<[string, Partial<AskedProducts['filter']>, string[]]>([
      ['of a currency', { currencyCode: 'EUR' }, ['Zebra', 'apple']],
      [
        'of prices, both ends within',
        { currencyCode: 'USD', minAmount: 500n, maxAmount: 1_000n },
        ['Éclair', 'Red lamp'],
      ],
      ['of a least price', { currencyCode: 'USD', minAmount: 1_000n }, ['Blue lamp', 'Red lamp']],
      ['of a highest price', { currencyCode: 'USD', maxAmount: 500n }, ['Éclair']],
      ['of what is archived', { archived: true }, ['Old lamp']],
      ['that nothing meets', { currencyCode: 'JPY' }, []],
      ['of no ids', { ids: [] }, []],
    ])('%s', async (_what, filter, names) => {
      expect(await find({ filter: { ...FOR_SALE, ...filter } })).toEqual(names);
      expect(await repository.count(asked({ filter: { ...FOR_SALE, ...filter } }))).toEqual({
        count: names.length,
        isExact: true,
      });
    });

    test('of ids leaves out what is unknown and what is not for sale', async () => {
      const wanted = [idOf('Zebra'), idOf('Red lamp'), idOf('Old lamp'), newId()];
      expect(await find({ filter: { ...FOR_SALE, ids: wanted } })).toEqual(['Zebra', 'Red lamp']);
      expect(await find({ filter: { archived: undefined, ids: wanted } })).toEqual(['Zebra', 'Red lamp', 'Old lamp']);
    });

    test('goes together with a query', async () => {
      const filter = { ...FOR_SALE, currencyCode: 'USD', maxAmount: 1_000n };
      expect(await find({ query: 'lamp', filter, order: 'RELEVANCE' })).toEqual(['Red lamp', 'Éclair']);
      expect(await repository.count({ query: 'lamp', filter })).toEqual({ count: 2, isExact: true });
      expect(await find({ query: 'lamp', filter: { archived: true }, order: 'RELEVANCE' })).toEqual(['Old lamp']);
    });
  });

  describe('an order', () => {
    const EXPECTED: Record<ProductOrder, string[]> = {
      NEWEST: ['Zebra', 'Éclair', 'Blue lamp', 'Red lamp', 'apple'],
      RELEVANCE: ['Blue lamp', 'Red lamp', 'Éclair'],
      PRICE_ASC: ['apple', 'Zebra', 'Éclair', 'Red lamp', 'Blue lamp'],
      PRICE_DESC: ['Blue lamp', 'Red lamp', 'Éclair', 'Zebra', 'apple'],
      NAME: ['apple', 'Blue lamp', 'Éclair', 'Red lamp', 'Zebra'],
    };

    describe.each(PRODUCT_ORDERS)('%s', (order) => {
      const query = order === 'RELEVANCE' ? 'lamp' : '';

      test('is the same on every store', async () => {
        expect(await find({ query, order })).toEqual(EXPECTED[order]);
      });

      test('sorts what a query finds, too', async () => {
        expect(await find({ query: 'lamp', order })).toEqual(
          EXPECTED[order].filter((name) => EXPECTED.RELEVANCE.includes(name)),
        );
      });

      test.each([1, 2, 3])('goes to its end and back in pages of %i', async (pageSize) => {
        const there = await pages({ query, order }, pageSize, false);
        expect(there.flat()).toEqual(EXPECTED[order]);
        const back = await pages({ query, order }, pageSize, true);
        expect(back.toReversed().flat()).toEqual(EXPECTED[order]);
        expect(back[0]).toEqual(EXPECTED[order].slice(-pageSize));
      });

      test('passes over entries, from either end', async () => {
        for (let skip = 0; skip <= EXPECTED[order].length; skip += 1) {
          const page = { pageSize: 2, pageToken: '', skip };
          expect(namesOf(await repository.find(asked({ query, order }), page, WHOLE))).toEqual(
            EXPECTED[order].slice(skip, skip + 2),
          );
          const fromEnd = await repository.find(asked({ query, order }), { ...page, fromEnd: true }, WHOLE);
          expect(namesOf(fromEnd)).toEqual(
            EXPECTED[order]
              .toReversed()
              .slice(skip, skip + 2)
              .toReversed(),
          );
        }
      });

      test("refuses another order's token", async () => {
        const other = order === 'NAME' ? 'PRICE_ASC' : 'NAME';
        const { nextPageToken: pageToken } = await repository.find(
          asked({ order: other }),
          { pageSize: 1, pageToken: '', skip: 0 },
          WHOLE,
        );
        const page = repository.find(asked({ query, order }), { pageSize: 1, pageToken, skip: 0 }, WHOLE);
        await expect(page).rejects.toMatchObject({ details: { fieldViolations: [{ field: 'pageToken' }] } });
      });
    });
  });

  describe('by price, of one currency', () => {
    const filter = { ...FOR_SALE, currencyCode: 'USD' };

    test.each([
      ['PRICE_ASC', ['Éclair', 'Red lamp', 'Blue lamp']],
      ['PRICE_DESC', ['Blue lamp', 'Red lamp', 'Éclair']],
    ] as const)('%s goes to its end and back', async (order, names) => {
      for (const pageSize of [1, 2, 3]) {
        expect((await pages({ filter, order }, pageSize, false)).flat()).toEqual(names);
        expect((await pages({ filter, order }, pageSize, true)).toReversed().flat()).toEqual(names);
      }
    });

    test('goes on after a place in the list of all currencies', async () => {
      const after = async (pageSize: number) => {
        const { nextPageToken: pageToken } = await repository.find(
          asked({ order: 'PRICE_ASC' }),
          { pageSize, pageToken: '', skip: 0 },
          WHOLE,
        );
        const page = { pageSize: 9, pageToken, skip: 0 };
        return namesOf(await repository.find(asked({ filter, order: 'PRICE_ASC' }), page, WHOLE));
      };
      // Of EUR, which all of USD come after, whatever they cost; then of USD.
      expect(await after(2)).toEqual(['Éclair', 'Red lamp', 'Blue lamp']);
      expect(await after(4)).toEqual(['Blue lamp']);
    });
  });

  test('a count of all, and of nothing', async () => {
    expect(await repository.count(asked())).toEqual({ count: 5, isExact: true });
    expect(await repository.count(asked({ query: 'submarine' }))).toEqual({ count: 0, isExact: true });
    expect(await repository.count(asked({ query: '!?' }))).toEqual({ count: 0, isExact: true });
  });

  /** All pages of a list, as they were read. */
  async function pages(given: Partial<AskedProducts>, pageSize: number, fromEnd: boolean) {
    const all: (string | undefined)[][] = [];
    let pageToken = '';
    do {
      const page = await repository.find(asked(given), { pageSize, pageToken, skip: 0, fromEnd }, WHOLE);
      all.push(namesOf(page));
      pageToken = page.nextPageToken;
    } while (pageToken !== '' && all.length < 20);
    return all;
  }
}

/** Oldest first. */
const SHOP: [name: string, price: string, currencyCode: string, description?: string][] = [
  ['apple', '1.50', 'EUR'],
  ['Old lamp', '7.00', 'USD'],
  ['Red lamp', '10.00', 'USD'],
  ['Blue lamp', '20.00', 'USD'],
  ['Éclair', '5.00', 'USD', 'For the lamps of a bakery.'],
  ['Zebra', '3.00', 'EUR'],
];
