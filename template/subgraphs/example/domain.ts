import { defineDomain } from '@commerce/platform/domain';

export const example = defineDomain(import.meta.dirname, {
  name: 'example',
  ports: { graph: 4_900, core: 5_950, health: 9_900 },
});
