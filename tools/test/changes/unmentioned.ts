import type { DeliberateChange } from './deliberate-change.ts';
import { after, ORDER, ORDER_MAPPING, ORDER_PROTO, READ } from './edits.ts';

/** What there is not a word about but drift. */
export const UNMENTIONED: Record<string, DeliberateChange> = {
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
};
