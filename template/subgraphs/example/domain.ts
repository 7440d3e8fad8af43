import { defineDomain } from '@commerce/platform/domain';

export const example = defineDomain(import.meta.dirname, {
  name: 'example',
  ports: { graph: 4_900, graphAdmin: 9_950, core: 5_950, coreAdmin: 9_900 },
});
