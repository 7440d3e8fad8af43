import type { Edit } from './deliberate-change.ts';

export const ACCOUNT = 'subgraphs/account/graph/schema.graphql';
export const CATALOG = 'subgraphs/catalog/graph/schema.graphql';
export const ORDER = 'subgraphs/order/graph/schema.graphql';
export const ORDER_PROTO = 'protos/commerce/order/v1/order_service.proto';
export const CATALOG_PROTO = 'protos/commerce/catalog/v1/catalog_service.proto';
export const ORDER_MAPPING = 'subgraphs/order/graph/mapping.ts';
export const READ = '{\n    option idempotency_level = NO_SIDE_EFFECTS;\n  }';
export const IMPORT = '"@composeDirective", ';
export const SALES = '  unitsSold: Int @requiresScopes(scopes: [["catalog:write"], ["orders:read"]])\n';

/** Writes something after a text. */
export const after = (file: string, text: string, added: string): Edit => [file, text, `${text}${added}`];
