import type { Mapping } from '@commerce/platform/graphql/mapping';

export const mapping: Mapping = {
  messages: {
    ProductFilterInput: 'ProductFilter',
    PriceRangeInput: 'PriceRange',
  },
  fields: {
    'Product.price': 'unit_price',
    'ProductInput.currency': 'currency_code',
    'ProductUpdateInput.currency': 'currency_code',
    'ProductFilterInput.currency': 'currency_code',
    'PriceRangeInput.currency': 'currency_code',
  },
  rpcs: {
    'Query.product': ['BatchGetProducts'],
    'Query.products': ['ListProducts', 'SearchProducts', 'BatchGetProducts'],
    'Query.productsConnection': ['ListProducts', 'SearchProducts'],
    'ProductConnection.totalCount': ['CountProducts'],
    'ProductConnection.totalCountIsExact': ['CountProducts'],
  },
  unmapped: {
    'CountProductsRequest.query': 'it is that of the list',
    'CountProductsRequest.filter': 'it is that of the list',
    GetProduct: 'the graph reads in batches; this is for other cores',
    'CreateProductRequest.unit_price': 'older callers give it in place of price',
    'UpdateProductRequest.unit_price': 'older callers give it in place of price',
  },
};
