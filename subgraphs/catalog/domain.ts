import { defineDomain } from '@commerce/platform/domain';

export const catalog = defineDomain(import.meta.dirname, {
  name: 'catalog',
  ports: { graph: 4_002, graphAdmin: 9_102, core: 5_052, coreAdmin: 9_002 },
  callers: ['order'],
  otherStore: 'ELASTICSEARCH_URL',
});
