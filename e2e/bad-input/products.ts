import { type BadInput, CREATE_PRODUCT, LAMP, NUL, UNKNOWN, UPDATE_PRODUCT } from './case.ts';

const create = (product: Partial<typeof LAMP & { currency: string }>) => ({
  document: CREATE_PRODUCT,
  path: ['createProduct'],
  variables: () => ({ product: { ...LAMP, ...product } }),
});
const update = { document: UPDATE_PRODUCT, path: ['updateProduct'] };
const search = {
  document: 'query ($query: String, $page: PaginationInput) { products(query: $query, pagination: $page) { id } }',
  path: ['products'],
};
const connection = {
  document:
    'query ($query: String, $after: String) { productsConnection(query: $query, after: $after) { nodes { id } } }',
  path: ['productsConnection'],
};

export const productCases: BadInput[] = [
  {
    wrong: 'an empty idempotency key',
    ...create({}),
    document: 'mutation ($product: ProductInput!) { createProduct(product: $product, idempotencyKey: "") { id } }',
    fields: ['idempotencyKey'],
  },
  { wrong: 'a blank name', ...create({ name: '  ' }), fields: ['product.name'] },
  { wrong: 'a name of 201 letters', ...create({ name: 'ä'.repeat(201) }), fields: ['product.name'] },
  { wrong: 'NUL in a name', ...create({ name: NUL }), fields: ['product.name'] },
  { wrong: 'NUL in a description', ...create({ description: NUL }), fields: ['product.description'] },
  { wrong: 'a description of 5,001', ...create({ description: 'x'.repeat(5_001) }), fields: ['product.description'] },
  { wrong: 'a negative price', ...create({ price: -0.01 }), fields: ['product.price'] },
  { wrong: 'a price with three decimals in USD', ...create({ price: 1.999 }), fields: ['product.price'] },
  { wrong: 'a price with a decimal in JPY', ...create({ price: 0.5, currency: 'JPY' }), fields: ['product.price'] },
  { wrong: 'a price that is too small for a decimal', ...create({ price: 1e-9 }), fields: ['product.price'] },
  { wrong: 'a price of 1e300', ...create({ price: 1e300 }), fields: ['product.price'] },
  { wrong: 'a price above the highest', ...create({ price: 100_000_000.01 }), fields: ['product.price'] },
  { wrong: 'an unknown currency', ...create({ currency: 'XQX' }), fields: ['product.currency'] },
  { wrong: 'a currency in small letters', ...create({ currency: 'usd' }), fields: ['product.currency'] },
  { wrong: 'a currency that JavaScript knows', ...create({ currency: 'toString' }), fields: ['product.currency'] },
  { wrong: 'NUL in a currency', ...create({ currency: 'US\u0000' }), fields: ['product.currency'] },
  {
    wrong: 'the price 1e400 in the document',
    document: 'mutation { createProduct(product: { name: "a", description: "b", price: 1e400 }) { id } }',
    reason: 'GRAPHQL_VALIDATION_FAILED',
    fields: ['product.price'],
  },
  {
    wrong: 'the price "NaN"',
    document: CREATE_PRODUCT,
    variables: () => ({ product: { ...LAMP, price: 'NaN' } }),
    fields: ['product.price'],
    message: /product\.price/,
  },
  {
    wrong: 'an idempotency key that stood for another product',
    ...create({}),
    variables: () => ({ product: { ...LAMP, price: 49.91 }, key: 'used' }),
    code: 'ALREADY_EXISTS',
    reason: 'REQUEST_ID_REUSED',
    fields: ['idempotencyKey'],
  },
  {
    wrong: 'a blank new name',
    ...update,
    variables: ({ lamp }) => ({ id: lamp, product: { name: '' } }),
    fields: ['product.name'],
  },
  {
    wrong: 'a negative new price',
    ...update,
    variables: ({ lamp }) => ({ id: lamp, product: { price: -1 } }),
    fields: ['product.price'],
  },
  {
    wrong: 'a new currency without a price',
    ...update,
    variables: ({ lamp }) => ({ id: lamp, product: { currency: 'EUR' } }),
    fields: ['product.price'],
  },
  {
    wrong: 'a stale expectedVersion',
    ...update,
    variables: ({ lamp }) => ({ id: lamp, product: { name: 'Lamp 2' }, version: 7 }),
    code: 'CONFLICT',
    fields: ['expectedVersion'],
  },
  {
    wrong: 'an id that is no UUID',
    ...update,
    variables: () => ({ id: 'lamp', product: { name: 'a' } }),
    fields: ['id'],
  },
  {
    wrong: 'an unknown product',
    ...update,
    variables: () => ({ id: UNKNOWN, product: { price: 1 } }),
    code: 'NOT_FOUND',
    fields: ['id'],
  },
  {
    wrong: 'an unknown product',
    document: `mutation { archiveProduct(id: "${UNKNOWN}") { id } }`,
    path: ['archiveProduct'],
    code: 'NOT_FOUND',
    fields: ['id'],
  },
  {
    wrong: 'an id that is no UUID',
    document: 'mutation { archiveProduct(id: "lamp") { id } }',
    path: ['archiveProduct'],
    fields: ['id'],
  },
  { wrong: 'an id that is no UUID', document: '{ product(id: "1") { id } }', path: ['product'], fields: ['id'] },
  {
    wrong: 'an id that is no UUID',
    document: '{ products(id: "\\u0000") { id } }',
    path: ['products'],
    fields: ['id'],
  },
  {
    wrong: 'a query of 10,000 letters',
    ...search,
    variables: () => ({ query: 'a'.repeat(10_000) }),
    fields: ['query'],
  },
  { wrong: 'NUL in a query', ...search, variables: () => ({ query: NUL }), fields: ['query'] },
  { wrong: 'take -1', ...search, variables: () => ({ page: { take: -1 } }), fields: ['pagination.take'] },
  {
    wrong: 'take -1 of what a query finds',
    ...search,
    variables: () => ({ query: 'lamp', page: { take: -1 } }),
    fields: ['pagination.take'],
  },
  { wrong: 'a garbled cursor', ...connection, variables: () => ({ after: 'WyJ4Il0' }), fields: ['after'] },
  {
    wrong: 'a cursor of another list',
    ...connection,
    variables: ({ cursors }) => ({ after: cursors.accounts }),
    fields: ['after'],
  },
  {
    wrong: 'a cursor of a search',
    ...connection,
    variables: ({ cursors }) => ({ after: cursors.search }),
    fields: ['after'],
  },
  {
    wrong: 'a cursor of the list in a search',
    ...connection,
    variables: ({ cursors }) => ({ query: 'lamp', after: cursors.products }),
    fields: ['after'],
  },
  {
    wrong: 'a cursor of another search',
    ...connection,
    variables: ({ cursors }) => ({ query: 'brass', after: cursors.search }),
    fields: ['after'],
  },
];
