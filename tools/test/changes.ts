import type { Area, Verdict } from '../check/finding.ts';

/** A deliberate change, and what the check must say of it. */
export interface DeliberateChange {
  name: string;
  /** Replaces a text, which must be there, in files of the repository; new files have nothing to replace. */
  edits: [file: string, from: string, to: string][];
  /** The gravest verdict; undefined when the check passes without a word about it. */
  verdict: Verdict | undefined;
  /** Of one finding with this verdict: its area, a part of its message, and the operations that it breaks. */
  says?: { area: Area; message: string; operations?: string[]; touches?: string[]; places?: RegExp };
}

const ACCOUNT = 'subgraphs/account/graph/schema.graphql';
const CATALOG = 'subgraphs/catalog/graph/schema.graphql';
const ORDER = 'subgraphs/order/graph/schema.graphql';
const ORDER_PROTO = 'protos/commerce/order/v1/order_service.proto';
const CATALOG_PROTO = 'protos/commerce/catalog/v1/catalog_service.proto';
const IMPORT = 'import: ["@key", "@shareable"]';

const api = (message: string, operations?: string[]) => ({
  area: 'API' as const,
  message,
  ...(operations && { operations }),
});
const composition = (message: string) => ({ area: 'composition' as const, message });
const protos = (message: string, touches?: string[]) => ({
  area: 'protos' as const,
  message,
  ...(touches && { touches }),
});

export const CHANGES: DeliberateChange[] = [
  {
    name: 'a field that operations use is removed',
    edits: [[ORDER, '  totalPrice: Float!\n', '']],
    verdict: 'breaking',
    says: api("Field 'totalPrice' was removed", ['account-summary', 'accounts-with-orders', 'create-order']),
  },
  {
    name: 'a field that no operation uses is removed',
    edits: [
      [ORDER, '  startCursor: String\n', ''],
      [ACCOUNT, '  startCursor: String\n', ''],
      [CATALOG, '  startCursor: String\n', ''],
    ],
    verdict: 'breaking',
    says: api("Field 'startCursor' was removed", []),
  },
  {
    name: 'a field is renamed',
    edits: [[CATALOG, '  archived: Boolean!', '  discontinued: Boolean!']],
    verdict: 'breaking',
    says: api("Field 'archived' was removed", ['archive-product', 'order-detail', 'product-page']),
  },
  {
    name: 'a field may now be null',
    edits: [[ACCOUNT, '  name: String!', '  name: String']],
    verdict: 'breaking',
    says: api("'Account.name' changed type from 'String!' to 'String'"),
  },
  {
    name: 'a field is never null any more',
    edits: [[ORDER, '  unitsSold: Int\n', '  unitsSold: Int!\n']],
    verdict: 'safe',
  },
  {
    name: 'a field has another type',
    edits: [[ORDER, '  quantity: Int!\n  "', '  quantity: Float!\n  "']],
    verdict: 'breaking',
    says: api("'OrderedProduct.quantity' changed type"),
  },
  {
    name: 'an input field must be given now',
    edits: [[CATALOG, '  currency: String\n}\n\n', '  currency: String!\n}\n\n']],
    verdict: 'breaking',
    says: api("changed type from 'String' to 'String!'", ['create-product']),
  },
  {
    name: 'a new input field must be given',
    edits: [[ORDER, 'input OrderInput {\n', 'input OrderInput {\n  note: String!\n']],
    verdict: 'breaking',
    says: api("'note' of type 'String!' was added", ['create-order', 'place-order']),
  },
  {
    name: 'a new input field may be given',
    edits: [[ORDER, 'input OrderInput {\n', 'input OrderInput {\n  note: String\n']],
    verdict: 'safe',
  },
  {
    name: 'a new argument must be given',
    edits: [[CATALOG, '  product(id: ID!): Product', '  product(id: ID!, locale: String!): Product']],
    verdict: 'breaking',
    says: api("'locale: String!' added to field 'Query.product'", ['product-page']),
  },
  {
    name: 'a new argument may be given',
    edits: [[CATALOG, '  product(id: ID!): Product', '  product(id: ID!, locale: String): Product']],
    verdict: 'dangerous',
  },
  {
    name: 'an argument is removed',
    edits: [[ORDER, '(order: OrderInput!, idempotencyKey: String)', '(order: OrderInput!)']],
    verdict: 'breaking',
    says: api("'idempotencyKey: String' was removed from field 'Mutation.createOrder'", ['place-order']),
  },
  {
    name: 'an enum value is removed',
    edits: [[ORDER, '  CANCELLED\n', '']],
    verdict: 'breaking',
    says: api("Enum value 'CANCELLED' was removed", ['account-page', 'cancel-order', 'order-detail', 'place-order']),
  },
  {
    name: 'an enum value is added',
    edits: [[ORDER, '  CANCELLED\n', '  CANCELLED\n  SHIPPED\n']],
    verdict: 'dangerous',
    says: api("Enum value 'SHIPPED' was added"),
  },
  {
    name: 'a root field is removed',
    edits: [[ORDER, '  "Cancels an order; cancelling it again changes nothing."\n  cancelOrder(id: ID!): Order\n', '']],
    verdict: 'breaking',
    says: api("Field 'cancelOrder' was removed", ['cancel-order']),
  },
  {
    name: 'a key is removed that others resolve by',
    edits: [[ACCOUNT, 'type Account @key(fields: "id")', 'type Account']],
    verdict: 'error',
    says: composition('INVALID_FIELD_SHARING'),
  },
  {
    name: 'a key is a field that is not there',
    edits: [[CATALOG, 'type Product @key(fields: "id")', 'type Product @key(fields: "sku")']],
    verdict: 'error',
    says: { ...composition('KEY_INVALID_FIELDS'), places: /^subgraphs\/catalog\/graph\/schema\.graphql:\d+/ },
  },
  {
    name: 'a field moves to another subgraph without @override',
    edits: [[ORDER, '  unitsSold: Int\n', '  unitsSold: Int\n  archived: Boolean!\n']],
    verdict: 'error',
    says: composition('INVALID_FIELD_SHARING'),
  },
  {
    name: 'a field moves to another subgraph with @override',
    edits: [
      [ORDER, IMPORT, 'import: ["@key", "@shareable", "@override"]'],
      [ORDER, '  unitsSold: Int\n', '  unitsSold: Int\n  archived: Boolean! @override(from: "catalog")\n'],
    ],
    verdict: 'safe',
    says: composition('OVERRIDDEN_FIELD_CAN_BE_REMOVED'),
  },
  {
    name: 'two subgraphs have other types for one field',
    edits: [[ORDER, '  hasNextPage: Boolean!', '  hasNextPage: Int!']],
    verdict: 'error',
    says: composition('FIELD_TYPE_MISMATCH'),
  },
  {
    name: 'a schema is no GraphQL',
    edits: [[ORDER, 'type Order @key', 'typ Order @key']],
    verdict: 'error',
    says: composition('INVALID_GRAPHQL'),
  },
  {
    name: 'a type is named that is not there',
    edits: [[ORDER, '  account: Account\n', '  account: Customer\n']],
    verdict: 'error',
    says: composition(''),
  },
  {
    name: 'a field is added to the graph',
    edits: [[CATALOG, '  archived: Boolean!', '  weight: Float\n  archived: Boolean!']],
    verdict: 'safe',
    says: api("Field 'weight' was added"),
  },
  {
    name: 'a field is deprecated',
    edits: [
      [CATALOG, '  price: Float!\n  unitPrice', '  price: Float! @deprecated(reason: "Use unitPrice.")\n  unitPrice'],
    ],
    verdict: 'safe',
  },
  {
    name: 'an operation asks for what is not there',
    edits: [['operations/order-detail.graphql', '    status\n', '    state\n']],
    verdict: 'breaking',
    says: api('operations/order-detail.graphql is not valid', ['order-detail']),
  },
  {
    name: 'a proto field is renumbered',
    edits: [[ORDER_PROTO, 'string account_id = 2;\n  OrderStatus', 'string account_id = 12;\n  OrderStatus']],
    verdict: 'breaking',
    says: protos('breaks on the wire', ['subgraphs/order/core', 'subgraphs/order/graph']),
  },
  {
    name: 'a proto field has another type',
    edits: [[CATALOG_PROTO, 'bool archived = ', 'string archived = ']],
    verdict: 'breaking',
    says: protos('breaks on the wire', ['subgraphs/catalog/core', 'subgraphs/catalog/graph', 'subgraphs/order/core']),
  },
  {
    name: 'a proto field is renamed',
    edits: [[CATALOG_PROTO, 'bool archived = ', 'bool discontinued = ']],
    verdict: 'breaking',
    says: protos('archived'),
  },
  {
    name: 'a proto enum value is removed',
    edits: [[ORDER_PROTO, '  ORDER_STATUS_CANCELLED = 2;\n', '']],
    verdict: 'breaking',
    says: protos('"2"'),
  },
  {
    name: 'an RPC is removed',
    edits: [[ORDER_PROTO, '  rpc ListOrders(ListOrdersRequest) returns (ListOrdersResponse);\n', '']],
    verdict: 'breaking',
    says: protos('"ListOrders"'),
  },
  {
    name: 'a proto field is added',
    edits: [
      [ORDER_PROTO, '  repeated OrderLine lines = 6;\n', '  repeated OrderLine lines = 6;\n  string note = 7;\n'],
    ],
    verdict: undefined,
  },
  {
    name: 'an RPC is added',
    edits: [
      [ORDER_PROTO, '  rpc GetOrder(', '  rpc PeekOrder(GetOrderRequest) returns (GetOrderResponse);\n  rpc GetOrder('],
    ],
    verdict: undefined,
  },
  {
    name: 'the text of a resolver changes',
    edits: [['subgraphs/order/graph/resolvers.ts', 'import', '// A comment.\nimport']],
    verdict: undefined,
  },
  {
    name: 'an operation asks for less',
    edits: [['operations/order-detail.graphql', '    status\n', '']],
    verdict: undefined,
  },
  {
    name: 'a comment of a schema changes',
    edits: [[ORDER, 'type Query {', '# A comment.\ntype Query {']],
    verdict: undefined,
  },
];
