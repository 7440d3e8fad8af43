import { defineDomain } from '@commerce/platform/domain';

export const account = defineDomain(import.meta.dirname, {
  name: 'account',
  ports: { graph: 4_001, core: 5_051, health: 9_001 },
});
