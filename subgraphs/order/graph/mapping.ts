import type { Mapping } from '@commerce/platform/graphql/mapping';

export const mapping: Mapping = {
  messages: {
    OrderedProduct: 'OrderLine',
    OrderProductInput: 'NewOrderLine',
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
  },
  rpcs: {
    'Query.order': ['BatchGetOrders'],
    'Account.orders': ['BatchListOrdersByAccount'],
    'Account.ordersConnection': ['BatchListOrdersByAccount'],
    'Product.unitsSold': ['BatchGetUnitsSold'],
  },
  unmapped: {
    GetOrder: 'the graph reads in batches; this is for other cores',
    ListOrders: 'clients list orders by their account',
  },
};
