import { describeOtherRouter } from './describe-other-router.ts';
import { HIVE_GATEWAY } from './other-routers.ts';

describeOtherRouter(HIVE_GATEWAY, {
  noToken: ['UNAUTHENTICATED at order'],
  noTokenForWrite: ['UNAUTHENTICATED at createProduct'],
  invalidToken: ['UNAUTHENTICATED at order'],
  noScope: ['FORBIDDEN at products.unitsSold'],
  // Its own words: nothing tells a client to come again.
  unavailable: {
    query: ['INTERNAL_SERVER_ERROR at products'],
    mutation: ['INTERNAL_SERVER_ERROR at createProduct'],
  },
});
