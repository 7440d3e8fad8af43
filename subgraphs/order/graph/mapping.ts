import type { Mapping } from '@commerce/platform/graphql/mapping';

export const mapping: Mapping = {
  messages: {
    OrderedProduct: 'OrderLine',
    OrderProductInput: 'NewOrderLine',
    OrderFilterInput: 'OrderFilter',
  },
  fields: {
    'Order.totalPrice': 'total',
    'Order.account': 'account_id',
    'Order.products': 'lines',
    'OrderedProduct.id': 'product_id',
    'OrderedProduct.price': 'unit_price',
    'OrderedProduct.product': 'product_id',
    'OrderInput.products': 'lines',
    'OrderProductInput.id': 'product_id',
    'OrderFilterInput.from': 'from_time',
    'OrderFilterInput.to': 'to_time',
  },
  rpcs: {
    'Query.order': ['BatchGetOrders'],
    'Query.orders': ['ListOrders'],
    'Query.ordersConnection': ['ListOrders'],
    'OrderConnection.totalCount': ['CountOrders', 'BatchCountOrdersByAccount'],
    'OrderConnection.totalCountIsExact': ['CountOrders', 'BatchCountOrdersByAccount'],
    'Account.orders': ['BatchListOrdersByAccount'],
    'Account.ordersConnection': ['BatchListOrdersByAccount'],
    'Product.unitsSold': ['BatchGetUnitsSold'],
  },
  unmapped: {
    GetOrder: 'the graph reads in batches; this is for other cores',
    'CountOrdersRequest.filter': 'it is that of the list',
  },
};
