import { textContract } from '@commerce/testkit/texts/text-contract';
import { afterAll, beforeAll, describe } from 'vitest';
import { catalogService } from '../client.ts';
import { type CatalogDomain, startCatalog } from './start-catalog.ts';

let domain: CatalogDomain;
beforeAll(async () => {
  domain = await startCatalog();
});
afterAll(() => domain.stop());

const withId = async (change: object = {}) => ({ id: (await domain.createProduct()).id, ...change });

describe('the texts of the catalog core', () => {
  textContract({
    service: catalogService,
    client: () => domain.client,
    requests: {
      CreateProduct: () => ({ name: 'Lamp', description: 'Brass', price: '49.90' }),
      SearchProducts: () => ({ query: 'lamp' }),
      UpdateProduct: () => withId(),
      ArchiveProduct: () => withId(),
    },
  });
});
