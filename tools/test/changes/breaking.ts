import type { DeliberateChange } from './deliberate-change.ts';
import { ACCOUNT, after, CATALOG, CATALOG_PROTO, ORDER, ORDER_PROTO, READ } from './edits.ts';
import { api, permissions, protos } from './says.ts';

/** What breaks clients, subgraphs or cores that run. */
export const BREAKING: Record<string, DeliberateChange> = {
  'a field that operations use is removed': {
    edits: [[ORDER, '  totalPrice: Float!\n', '']],
    drift: 'names Order.totalPrice, which is not in the schema',
    says: api("Field 'totalPrice' was removed", ['account-summary', 'accounts-with-orders', 'create-order']),
  },
  'a field that no operation uses is removed': {
    edits: [[ACCOUNT, '  accountsConnection(\n', '  otherAccountsConnection(\n']],
    drift: 'names Query.accountsConnection, which is not in the schema',
    says: api("Field 'accountsConnection' was removed", []),
  },
  'a field is renamed': {
    edits: [[CATALOG, '  archived: Boolean!', '  discontinued: Boolean!']],
    drift: 'Product.archived is in the proto',
    says: api("Field 'archived' was removed", ['archive-product', 'order-detail', 'product-page']),
  },
  'a field may now be null': {
    edits: [[ACCOUNT, '  name: String!', '  name: String']],
    drift: 'Account.name and Account.name: it is not optional in the proto',
    says: api("'Account.name' changed type from 'String!' to 'String'"),
  },
  'a field has another type': {
    edits: [[ORDER, '  quantity: Int!\n  "', '  quantity: Float!\n  "']],
    drift: 'OrderedProduct.quantity and OrderLine.quantity: the proto says int32, the schema Float',
    says: api("'OrderedProduct.quantity' changed type"),
  },
  'an input field must be given now': {
    edits: [[CATALOG, '  currency: String\n}\n\n', '  currency: String!\n}\n\n']],
    drift: 'ProductInput.currency and CreateProductRequest.currency_code: it is optional in the proto',
    says: api("changed type from 'String' to 'String!'", ['create-product']),
  },
  'a new input field must be given': {
    edits: [after(ORDER, 'input OrderInput {\n', '  note: String!\n')],
    drift: 'OrderInput.note is in the schema',
    says: api("'note' of type 'String!' was added", ['create-order', 'place-order']),
  },
  'a new argument must be given': {
    edits: [
      [CATALOG, '  product("A UUID." id: ID!): Product', '  product("A UUID." id: ID!, locale: String!): Product'],
    ],
    drift: 'the argument Query.product.locale is in the schema',
    says: api("'locale: String!' added to field 'Query.product'", ['product-page']),
  },
  'an argument is removed': {
    edits: [[ACCOUNT, '    "The version that was read, 1 or more."\n    expectedVersion: Int\n', '']],
    drift: 'UpdateAccountRequest.expected_version is in the proto',
    says: api("'expectedVersion: Int' was removed from field 'Mutation.updateAccount'", ['update-account']),
  },
  'an enum value is removed': {
    edits: [[ORDER, '  CANCELLED\n', '']],
    drift: 'ORDER_STATUS_CANCELLED is in the proto; the schema has no OrderStatus.CANCELLED',
    says: api("Enum value 'CANCELLED' was removed", [
      'account-page',
      'cancel-order',
      'order-detail',
      'place-order',
      'staff-orders',
    ]),
  },
  'a root field is removed': {
    edits: [
      [
        ACCOUNT,
        '  "The account with this id; null when there is none."\n  account("A UUID." id: ID!): Account @authenticated\n',
        '',
      ],
    ],
    drift: 'Query.account',
    says: api("Field 'account' was removed", ['account-page']),
  },
  'an operation asks for what is not there': {
    edits: [['operations/order-detail.graphql', '    status\n', '    state\n']],
    says: api('operations/order-detail.graphql is not valid', ['order-detail']),
  },
  'a field is closed to some who see it': {
    edits: [[CATALOG, '  archived: Boolean!', '  archived: Boolean! @requiresScopes(scopes: [["catalog:write"]])']],
    says: permissions('Product.archived is closed: needed nothing, needs a token with catalog:write', [
      'archive-product',
      'order-detail',
      'product-page',
    ]),
  },
  'a type is closed': {
    edits: [
      [CATALOG, 'import: [', 'import: ["@authenticated", '],
      [CATALOG, 'type Product @key(fields: "id")', 'type Product @key(fields: "id") @authenticated'],
    ],
    says: permissions('needed nothing, needs a token'),
  },
  'a field asks for others than before': {
    edits: [[ORDER, '["orders:read"]]', '["sales"]]']],
    says: permissions(
      'Product.unitsSold is asked of others: needed a token with catalog:write, or a token with orders:read, ' +
        'needs a token with catalog:write, or a token with sales',
    ),
  },
  'a proto field is renumbered': {
    edits: [[ORDER_PROTO, 'string account_id = 2;\n  OrderStatus', 'string account_id = 12;\n  OrderStatus']],
    says: protos('breaks on the wire', ['subgraphs/order/core', 'subgraphs/order/graph']),
  },
  'a proto field has another type': {
    edits: [[CATALOG_PROTO, 'bool archived = ', 'string archived = ']],
    drift: 'Product.archived and Product.archived: the proto says string, the schema Boolean',
    says: protos('breaks on the wire', ['subgraphs/catalog/core', 'subgraphs/catalog/graph', 'subgraphs/order/core']),
  },
  'a proto field is renamed': {
    edits: [[CATALOG_PROTO, 'bool archived = ', 'bool discontinued = ']],
    drift: 'Product.archived is in the schema; the proto has no Product.archived',
    says: protos('archived'),
  },
  'a proto enum value is removed': {
    edits: [[ORDER_PROTO, '  ORDER_STATUS_CANCELLED = 2;\n', '']],
    drift: 'OrderStatus.CANCELLED is in the schema',
    says: protos('"2"'),
  },
  'an RPC is removed': {
    edits: [[ORDER_PROTO, `  rpc ListOrders(ListOrdersRequest) returns (ListOrdersResponse) ${READ}\n`, '']],
    drift: 'Query.orders is in the schema; the proto has no RPC ListOrders',
    says: protos('"ListOrders"'),
  },
  'a list of the schema may hold nulls': {
    edits: [[ORDER, '  products: [OrderedProduct!]!', '  products: [OrderedProduct]!']],
    drift: 'an entry of a repeated field is never null',
  },
  // Clients send it, too: a router that knows it may ask a subgraph that does not, and the other way round.
  'an enum value is added': {
    edits: [after(ORDER, '  CANCELLED\n', '  SHIPPED\n')],
    drift: 'OrderStatus.SHIPPED is in the schema; the proto has no ORDER_STATUS_SHIPPED',
    says: { area: 'shipping', message: 'order cannot ship in either order: with its code first' },
  },
  'an enum value is added to both sides': {
    edits: [
      after(ORDER, '  CANCELLED\n', '  SHIPPED\n'),
      after(ORDER_PROTO, '  ORDER_STATUS_CANCELLED = 2;\n', '  ORDER_STATUS_SHIPPED = 3;\n'),
    ],
    says: { area: 'shipping', message: 'order cannot ship in either order: with its code first' },
  },
  'a field is taken from a subgraph in the change that adds another': {
    edits: [[CATALOG, '  archived: Boolean!', '  discontinued: Boolean!']],
    drift: 'Product.archived is in the proto',
    says: { area: 'shipping', message: 'catalog cannot ship in either order: with its code first' },
  },
};
