export const mappers = { Product: '../client.ts#Product', Money: '../client.ts#Money' };
