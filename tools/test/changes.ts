import type { Area, Verdict } from '../check/finding.ts';

/** A deliberate change, and what the check must say of it. */
export interface DeliberateChange {
  edits: Edit[];
  /** A part of what is said of the side that was left behind; nothing is said of any when it is undefined. */
  drift?: string;
  /** Of one finding with the verdict. */
  says?: {
    area: Area;
    message: string;
    operations?: string[] | undefined;
    touches?: string[] | undefined;
    places?: RegExp | undefined;
  };
}

/** Replaces a text, which must be there, in a file of the repository. */
export type Edit = [file: string, from: string, to: string];

const ACCOUNT = 'subgraphs/account/graph/schema.graphql';
const CATALOG = 'subgraphs/catalog/graph/schema.graphql';
const ORDER = 'subgraphs/order/graph/schema.graphql';
const ORDER_PROTO = 'protos/commerce/order/v1/order_service.proto';
const CATALOG_PROTO = 'protos/commerce/catalog/v1/catalog_service.proto';
const ORDER_MAPPING = 'subgraphs/order/graph/mapping.ts';
const READ = '{\n    option idempotency_level = NO_SIDE_EFFECTS;\n  }';
const IMPORT = '"@composeDirective", ';
const SALES = '  unitsSold: Int @requiresScopes(scopes: [["catalog:write"], ["orders:read"]])\n';

const api = (message: string, operations?: string[]) => ({ area: 'API' as const, message, operations });
const composition = (message: string, places?: RegExp) => ({ area: 'composition' as const, message, places });
const permissions = (message: string, operations?: string[]) => ({ area: 'permissions' as const, message, operations });
const protos = (message: string, touches?: string[]) => ({ area: 'protos' as const, message, touches });
const after = (file: string, text: string, added: string): Edit => [file, text, `${text}${added}`];

/** By the gravest verdict, drift left out; `nothing` when there is not a word about it. */
export const CHANGES: Record<Verdict | 'nothing', Record<string, DeliberateChange>> = {
  error: {
    'a key is removed that others resolve by': {
      edits: [[ACCOUNT, 'type Account @key(fields: "id")', 'type Account']],
      says: composition('INVALID_FIELD_SHARING', /^subgraphs\/account\/\S+:\d+,subgraphs\/order\/\S+:\d+$/),
    },
    'a key is a field that is not there': {
      edits: [[CATALOG, 'type Product @key(fields: "id")', 'type Product @key(fields: "sku")']],
      says: composition('KEY_INVALID_FIELDS', /^subgraphs\/catalog\/graph\/schema\.graphql:\d+/),
    },
    'a key is no field set': {
      edits: [[CATALOG, 'type Product @key(fields: "id")', 'type Product @key(fields: "id {")']],
      says: composition('KEY_INVALID_FIELDS'),
    },
    'a field moves to another subgraph without @override': {
      edits: [after(ORDER, SALES, '  archived: Boolean!\n')],
      drift: 'Product.archived is in the schema',
      says: composition('INVALID_FIELD_SHARING', /^subgraphs\/catalog\/\S+:\d+,subgraphs\/order\/\S+:\d+$/),
    },
    'two subgraphs have other types for one field': {
      edits: [[ORDER, '  hasNextPage: Boolean!', '  hasNextPage: Int!']],
      says: composition('FIELD_TYPE_MISMATCH'),
    },
    'a field cannot be reached from where it is asked for': {
      edits: [[ACCOUNT, 'type Account @key(fields: "id")', 'type Account @key(fields: "id", resolvable: false)']],
      says: composition('SATISFIABILITY_ERROR', /^subgraphs\/(account|order)\/\S+:\d+/),
    },
    'a field is for those for whom a policy holds that nobody wrote': {
      edits: [
        [ORDER, 'import: [', 'import: ["@policy", '],
        [ORDER, '  account: Account\n', '  account: Account @policy(policies: [["vip"]])\n'],
      ],
      says: composition('UNSUPPORTED_LINKED_FEATURE', /^subgraphs\/order\/graph\/schema\.graphql:\d+$/),
    },
    'a schema is no GraphQL': {
      edits: [[ORDER, 'type Order @key', 'typ Order @key']],
      says: composition('INVALID_GRAPHQL'),
    },
    'a type is named that is not there': {
      edits: [[ORDER, '  account: Account\n', '  account: Customer\n']],
      says: composition(''),
    },
    'a read no longer says that it may be sent again': {
      edits: [[ORDER_PROTO, `returns (GetOrderResponse) ${READ}`, 'returns (GetOrderResponse);']],
      says: { ...protos('GetOrder is no read and takes no request_id'), places: /order_service\.proto:\d+$/ },
    },
    'a read takes no mask': {
      edits: [
        after(
          ORDER_PROTO,
          'service OrderService {\n',
          `  rpc PeekOrder(PeekOrderRequest) returns (GetOrderResponse) ${READ}\n`,
        ),
        [ORDER_PROTO, 'message Order {', 'message PeekOrderRequest {\n  string id = 1;\n}\n\nmessage Order {'],
      ],
      drift: 'RPC PeekOrder is in the proto',
      says: protos('PeekOrder reads Order and takes no read_mask'),
    },
    'a write says that it may be sent again': {
      edits: [[ORDER_PROTO, 'returns (CreateOrderResponse);', `returns (CreateOrderResponse) ${READ}`]],
      says: protos('CreateOrder is a read and takes a request_id'),
    },
    'a key has no reference resolver': {
      edits: [
        [
          'subgraphs/catalog/graph/resolvers.ts',
          "    __resolveReference: ({ id }, { productById }, info) => productById.loadReference(id, readMask(info, 'Product')),\n",
          '',
        ],
      ],
      says: {
        area: 'entities',
        message: 'Product has @key(fields: "id") and no reference resolver',
        places: /^subgraphs\/catalog\/graph\/schema\.graphql:\d+$/,
      },
    },
    'a key has no batch RPC': {
      edits: [after(CATALOG, 'type Product @key(fields: "id")', ' @key(fields: "name")')],
      says: { area: 'entities', message: 'Product has @key(fields: "name") and no batch RPC behind it' },
    },
    "an RPC behind a field of another subgraph's type takes one key at a time": {
      edits: [
        [ORDER_PROTO, 'repeated string product_ids = 1;', 'string product_id = 1;'],
        [ORDER_MAPPING, 'unmapped: {', "unmapped: { 'BatchGetUnitsSoldRequest.product_id': 'it is the key',"],
      ],
      says: { area: 'entities', message: 'Product has @key(fields: "id") and no batch RPC behind Product.unitsSold' },
    },
  },
  breaking: {
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
  },
  dangerous: {
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
  },
  safe: {
    'a field is never null any more': { edits: [[ORDER, 'unitsSold: Int ', 'unitsSold: Int! ']] },
    'a new input field may be given': {
      edits: [after(ORDER, 'input OrderInput {\n', '  note: String\n')],
      drift: 'OrderInput.note is in the schema',
    },
    'a field moves to another subgraph with @override': {
      edits: [
        after(ORDER, IMPORT, '"@override", '),
        after(ORDER, SALES, '  archived: Boolean! @override(from: "catalog")\n'),
      ],
      drift: 'Product.archived is in the schema',
      says: composition('OVERRIDDEN_FIELD_CAN_BE_REMOVED'),
    },
    'a field is added to the graph': {
      edits: [[CATALOG, '  archived: Boolean!', '  weight: Float\n  archived: Boolean!']],
      drift: 'Product.weight is in the schema; the proto has no Product.weight',
      says: api("Field 'weight' was added"),
    },
    'a field is deprecated': {
      edits: [
        [CATALOG, '  price: Float!\n  unitPrice', '  price: Float! @deprecated(reason: "Use unitPrice.")\n  unitPrice'],
      ],
    },
    'a field is added to both sides': {
      edits: [
        [CATALOG, '  archived: Boolean!', '  weight: Float\n  archived: Boolean!'],
        after(CATALOG_PROTO, '  bool archived = 5;\n', '  optional double weight = 8;\n'),
      ],
      says: api("Field 'weight' was added"),
    },
    'a field is added to both sides, and may be missing in one of them alone': {
      edits: [
        [CATALOG, '  archived: Boolean!', '  weight: Float!\n  archived: Boolean!'],
        after(CATALOG_PROTO, '  bool archived = 5;\n', '  optional double weight = 8;\n'),
      ],
      drift: 'it is optional in the proto, and never null in the schema',
    },
    'a proto field is added under another name than the schema has, and the mapping says so': {
      edits: [
        after(ORDER_PROTO, '  repeated OrderLine lines = 6;\n', '  string note = 7;\n'),
        after(ORDER, '  totalPrice: Float!\n', '  remark: String!\n'),
        [ORDER_MAPPING, 'fields: {', "fields: { 'Order.remark': 'note',"],
      ],
    },
    "a field of another subgraph's type is added without an RPC behind it": {
      edits: [after(ORDER, SALES, '  returned: Int\n')],
      drift:
        'Product.returned is in the schema; the proto has no message Product, and no RPC is declared for the field',
    },
  },
  nothing: {
    'a proto field is added': {
      edits: [after(ORDER_PROTO, '  repeated OrderLine lines = 6;\n', '  string note = 7;\n')],
      drift: 'Order.note is in the proto; Order has nothing for it in the schema',
    },
    'an RPC is added': {
      edits: [
        [
          ORDER_PROTO,
          '  rpc GetOrder(',
          `  rpc PeekOrder(GetOrderRequest) returns (GetOrderResponse) ${READ}\n  rpc GetOrder(`,
        ],
      ],
      drift: 'RPC PeekOrder is in the proto',
    },
    'a proto field is added, and the mapping says why clients do not see it': {
      edits: [
        after(ORDER_PROTO, '  repeated OrderLine lines = 6;\n', '  string note = 7;\n'),
        [ORDER_MAPPING, 'unmapped: {', "unmapped: { 'Order.note': 'for the warehouse',"],
      ],
    },
    'the text of a resolver changes': {
      edits: [['subgraphs/order/graph/resolvers.ts', 'import', '// A comment.\nimport']],
    },
    'an operation asks for less': { edits: [['operations/order-detail.graphql', '    status\n', '']] },
    'a comment of a schema changes': { edits: [[ORDER, 'type Query {', '# A comment.\ntype Query {']] },
  },
};
