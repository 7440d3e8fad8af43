import { defineDomain } from '@commerce/platform/domain';

export const feedback = defineDomain(import.meta.dirname, {
  name: 'feedback',
  ports: { graph: 4_900, core: 5_950, health: 9_900 },
});
