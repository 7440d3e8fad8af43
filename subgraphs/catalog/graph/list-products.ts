import { renameFields } from '@commerce/platform/errors/rename-fields';
import type { FieldMask } from '@commerce/platform/grpc/read-mask';
import type { Count } from '@commerce/platform/lists/count';
import type { Page, PageRequest } from '@commerce/platform/lists/page';
import { isBlank } from '@commerce/platform/values/text';
import type { CatalogClient, Product } from '../client.ts';
import type { QueryProductsArgs } from '../generated/graphql.ts';

/** Which products a list is to have, and in which order. */
type Asked = { [Name in 'query' | 'filter' | 'orderBy']?: QueryProductsArgs[Name] | undefined };

/** The core searches only for something: without a query it lists. */
export function listProducts(
  client: CatalogClient,
  { query, filter, orderBy }: Asked,
  page: PageRequest & { readMask: FieldMask },
): Promise<Page<Product>> {
  if (asksForNothing(filter)) return Promise.resolve({ items: [], pageTokens: [], nextPageToken: '' });
  const request = {
    ...page,
    filter: toFilter(filter),
    ...(orderBy && { orderBy: `PRODUCT_ORDER_${orderBy}` as const }),
  };
  return renameFields(FILTER_NAMES, async () => {
    const { products: items, ...tokens } = isBlank(query ?? '')
      ? await client.listProducts(request)
      : await client.searchProducts({ query: query ?? '', ...request });
    return { items, ...tokens };
  });
}

/** How many products all pages of the list have. */
export function countProducts(client: CatalogClient, { query, filter }: Asked): Promise<Count> {
  if (asksForNothing(filter)) return Promise.resolve({ count: 0, isExact: true });
  return renameFields(FILTER_NAMES, () => client.countProducts({ query: query ?? '', filter: toFilter(filter) }));
}

type Filter = Asked['filter'];

/** To a core no ids mean all products; a client that asks for none of them gets none. */
const asksForNothing = (filter: Filter) => filter?.ids?.length === 0;

/** Bounds as the core takes prices; see the resolvers' priced(). */
function toFilter(filter: Filter) {
  if (!filter) return null;
  const { price, currency: currencyCode, ...others } = filter;
  const range = price && { min: price.min?.toString(), max: price.max?.toString(), currencyCode: price.currency };
  return { ...others, currencyCode, price: range };
}

/** The fields of a refused filter as the client's document names them. */
const FILTER_NAMES = {
  'filter.currencyCode': 'filter.currency',
  'filter.price.currencyCode': 'filter.price.currency',
};
