import type { DeliberateChange } from './deliberate-change.ts';
import { after, CATALOG, ORDER, ORDER_MAPPING, SALES } from './edits.ts';
import { permissions } from './says.ts';

/** What may surprise them. */
export const DANGEROUS: Record<string, DeliberateChange> = {
  'a field is opened': {
    edits: [[ORDER, '@requiresScopes(scopes: [["catalog:write"], ["orders:read"]])', '']],
    says: permissions(
      'Product.unitsSold is opened: needed a token with catalog:write, or a token with orders:read, needs nothing',
    ),
  },
  'a write is opened to one more scope': {
    edits: [
      [
        CATALOG,
        '  ): Product @requiresScopes(scopes: [["catalog:write"]])',
        '  ): Product @requiresScopes(scopes: [["catalog:write"], ["catalog:create"]])',
      ],
    ],
    says: permissions('Mutation.createProduct is opened', ['create-product']),
  },
  'a new argument may be given': {
    edits: [
      [CATALOG, '  product("A UUID." id: ID!): Product', '  product("A UUID." id: ID!, locale: String): Product'],
    ],
    drift: 'the argument Query.product.locale is in the schema',
  },
  'an argument of a list is added that the core does not know': {
    edits: [
      [ORDER, '  orders(pagination: PaginationInput)', '  orders(pagination: PaginationInput, status: OrderStatus)'],
    ],
    drift: 'the argument Account.orders.status is in the schema; no request of BatchListOrdersByAccount has it',
  },
  'a field moves to another subgraph in one step': {
    edits: [
      [CATALOG, '  "True when it is off sale."\n  archived: Boolean!\n', ''],
      [
        'subgraphs/catalog/graph/mapping.ts',
        'unmapped: {',
        "unmapped: { 'Product.archived': 'the order subgraph shows it',",
      ],
      after(ORDER, SALES, '  archived: Boolean!\n'),
      [ORDER_MAPPING, 'rpcs: {', "rpcs: { 'Product.archived': ['BatchGetUnitsSold'],"],
    ],
  },
};
