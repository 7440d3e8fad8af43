/** What the resolvers get as the parent of a type's fields; for tools/generate.ts. */
export const mappers = {
  CustomerNote: '../client.ts#CustomerNote as CustomerNoteMessage',
  CustomerNoteConnection:
    "import('@commerce/platform/graphql/connection').CountedConnection<import('../client.ts').CustomerNote>",
  // with --extends
  // Other subgraphs own what else there is to know of it.
  ShopItem: '{ id: string }',
  // end of --extends
};
