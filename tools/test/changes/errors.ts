import type { DeliberateChange } from './deliberate-change.ts';
import { ACCOUNT, after, CATALOG, ORDER, ORDER_MAPPING, ORDER_PROTO, READ, SALES } from './edits.ts';
import { composition, protos } from './says.ts';

/** What cannot be composed, or breaks a rule. */
export const ERRORS: Record<string, DeliberateChange> = {
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
};
