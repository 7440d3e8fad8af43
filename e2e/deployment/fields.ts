/** A field of the API, and a document that asks for it. */
export interface Field {
  name: string;
  document: string;
  /** Where it is in the data; a list is followed into its first entry. */
  path: string[];
}

/** What the documents name. */
export interface Known {
  account: string;
  product: string;
  order: string;
  /** Of a product that may be archived. */
  old: string;
}

/** Every field of the API that one part of the system, or more, has to answer for. */
export function fieldsOf({ account, product, order, old }: Known): Field[] {
  const field = (name: string, document: string, ...path: string[]) => ({ name, document, path });
  return [
    field('Query.account', `{ account(id: "${account}") { name } }`, 'account'),
    field('Query.accounts', '{ accounts { name } }', 'accounts'),
    field('Query.accountsConnection', '{ accountsConnection { nodes { name } } }', 'accountsConnection'),
    field('Query.product', `{ product(id: "${product}") { name } }`, 'product'),
    field('Query.products', '{ products { name } }', 'products'),
    field('Query.productsConnection', '{ productsConnection { nodes { name } } }', 'productsConnection'),
    field('Query.order', `{ order(id: "${order}") { totalPrice } }`, 'order'),
    field('Account.orders', `{ account(id: "${account}") { name orders { totalPrice } } }`, 'account', 'orders'),
    field(
      'Account.ordersConnection',
      `{ account(id: "${account}") { name ordersConnection { nodes { totalPrice } } } }`,
      'account',
      'ordersConnection',
    ),
    field('Product.unitsSold', `{ product(id: "${product}") { name unitsSold } }`, 'product', 'unitsSold'),
    field('Order.account { name }', `{ order(id: "${order}") { status account { name } } }`, 'order', 'account'),
    field('Order.products', `{ order(id: "${order}") { products { name price } } }`, 'order', 'products'),
    field(
      'OrderedProduct.product { price }',
      `{ order(id: "${order}") { products { name product { price } } } }`,
      'order',
      'products',
      'product',
    ),
    field('Mutation.createAccount', 'mutation { createAccount(account: { name: "Eve" }) { name } }', 'createAccount'),
    field(
      'Mutation.updateAccount',
      `mutation { updateAccount(id: "${account}", account: { name: "Ada" }) { name } }`,
      'updateAccount',
    ),
    field(
      'Mutation.createProduct',
      'mutation { createProduct(product: { name: "Mug", description: "", price: 5 }) { name } }',
      'createProduct',
    ),
    field(
      'Mutation.updateProduct',
      `mutation { updateProduct(id: "${product}", product: { name: "Lamp" }) { name } }`,
      'updateProduct',
    ),
    field('Mutation.archiveProduct', `mutation { archiveProduct(id: "${old}") { archived } }`, 'archiveProduct'),
    field(
      'Mutation.createOrder',
      `mutation { createOrder(order: { accountId: "${account}", products: [{ id: "${product}", quantity: 1 }] }) { status } }`,
      'createOrder',
    ),
    field('Mutation.cancelOrder', `mutation { cancelOrder(id: "${order}") { status } }`, 'cancelOrder'),
  ];
}
