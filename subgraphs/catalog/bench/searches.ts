import { type AskedProducts, FOR_SALE, type ProductFilter } from '../core/asked-products.ts';
import type { ProductRepository } from '../core/repository.ts';
import type { PageRequest } from '@commerce/platform/lists/page';

/** What leaves few, and what leaves many. */
const FILTERS: Record<string, ProductFilter> = {
  'what is archived': { archived: true },
  'a tenth by its currency': { ...FOR_SALE, currencyCode: 'EUR' },
  'a half by its price': { ...FOR_SALE, currencyCode: 'USD', minAmount: 50_000n },
};

/** What is asked of a large catalog: the kinds of the contract suite, and the worst that a client can send. */
export const SEARCHES: { what: string; work: (repository: ProductRepository) => Promise<unknown> }[] = [
  page('the newest', {}),
  page('the newest, 9,900 passed over', {}, { skip: 9_900 }),
  page('the cheapest', { order: 'PRICE_ASC' }),
  page('by name, from the end', { order: 'NAME' }, { fromEnd: true }),
  page('of a narrow range of prices', {
    filter: { ...FOR_SALE, currencyCode: 'EUR', minAmount: 500n, maxAmount: 505n },
  }),
  ...Object.entries(FILTERS).flatMap(([what, filter]) => [
    ...(['NEWEST', 'PRICE_ASC', 'NAME'] as const).map((order) => page(`${what}, ${order}`, { filter, order })),
    count(what, '', filter),
    ...['lamp', 'gra', 'submarine'].flatMap((query) => [
      page(`${what} with ${query}, RELEVANCE`, { query, filter, order: 'RELEVANCE' }),
      page(`${what} with ${query}, PRICE_DESC`, { query, filter, order: 'PRICE_DESC' }),
      count(`${what} with ${query}`, query, filter),
    ]),
  ]),
  ...[
    ['one letter that begins many words', 's'],
    ['one letter that begins few', 'p'],
    ['a word of most products', 'steel'],
    ['a word of many', 'lamp'],
    ['two words of many', 'steel lamp'],
    ['a typo', 'ketttle'],
    ['what nothing has', 'submarine'],
    ['a beginning', 'velg'],
    ['a run of Japanese', 'ガラス'],
    ['one letter of Japanese', '茶'],
    ['two runs side by side', '茶碗革'],
    ['256 characters of short words', 'ka lo mi ra tu be s d v g p z '.repeat(9).slice(0, 256)],
    ['256 characters of mistyped words', 'sinndor kagraa velbe ponzuk ratumi lokaz mirab '.repeat(6).slice(0, 256)],
    ['256 characters of one Japanese letter', 'ガ'.repeat(256)],
  ].flatMap(([what = '', query = '']) => [
    page(`${what}, the best`, { query, order: 'RELEVANCE' }),
    page(`${what}, the cheapest`, { query, order: 'PRICE_ASC' }),
    count(what, query),
  ]),
];

function page(what: string, asked: Partial<AskedProducts>, given: Partial<PageRequest> = {}) {
  const request = { pageSize: 100, pageToken: '', skip: 0, ...given };
  const fields = { name: true, description: true, unitPrice: true } as const;
  const whole: AskedProducts = { query: '', filter: FOR_SALE, order: 'NEWEST', ...asked };
  return { what, work: (repository: ProductRepository) => repository.find(whole, request, fields) };
}

function count(what: string, query: string, filter = FOR_SALE) {
  return { what: `${what}, counted`, work: (repository: ProductRepository) => repository.count({ query, filter }) };
}
