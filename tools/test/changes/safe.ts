import type { DeliberateChange } from './deliberate-change.ts';
import { after, CATALOG, CATALOG_PROTO, IMPORT, ORDER, ORDER_MAPPING, ORDER_PROTO, SALES } from './edits.ts';
import { api, composition } from './says.ts';

/** What is worth a word. */
export const SAFE: Record<string, DeliberateChange> = {
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
    drift: 'Product.returned is in the schema; the proto has no message Product, and no RPC is declared for the field',
  },
};
