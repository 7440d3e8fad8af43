/** What the resolvers get as the parent of a type's fields; for tools/generate.ts. */
export const mappers = { Account: '../client.ts#Account as AccountMessage' };
