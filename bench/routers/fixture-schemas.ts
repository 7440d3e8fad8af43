const HEAD = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

/** The subgraphs of the benchmark: users who have orders of products, each in a subgraph of its own. */
export const FIXTURE_SCHEMAS = {
  users: `${HEAD}
    type Query { users(page: String): [User!] }
    type User @key(fields: "id") { id: ID! name: String! email: String! }`,
  orders: `${HEAD}
    type User @key(fields: "id") { id: ID! orders: [Order!]! }
    type Order { id: ID! total: Float! status: String! products: [Product!]! }
    type Product @key(fields: "id", resolvable: false) { id: ID! }`,
  products: `${HEAD}
    type Product @key(fields: "id") { id: ID! name: String! price: Float! inStock: Boolean! }`,
};

/** 10 users, 30 orders, 90 lines that name 27 products; the page is the client's to choose, and changes nothing. */
export const FIXTURE_QUERY =
  'query ($page: String) { users(page: $page) { id name orders { id total products { name price inStock } } } }';
