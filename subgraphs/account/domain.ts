import { defineDomain } from '@commerce/platform/domain';

export const account = defineDomain(import.meta.dirname, {
  name: 'account',
  ports: { graph: 4_001, graphAdmin: 9_101, core: 5_051, coreAdmin: 9_001 },
  callers: ['order'],
});
