import { account } from '@commerce/account/domain';
import { catalog } from '@commerce/catalog/domain';
import { defineDomain } from '@commerce/platform/domain';

export const order = defineDomain(import.meta.dirname, {
  name: 'order',
  ports: { graph: 4_003, graphAdmin: 9_103, core: 5_053, coreAdmin: 9_003 },
  neighbours: [account, catalog],
});
