export const mappers = {
  Order: '../client.ts#Order',
  OrderedProduct: '../client.ts#OrderLine',
  Money: '../client.ts#Money',
  Account: '../client.ts#Stub',
  Product: '../client.ts#Stub',
};
