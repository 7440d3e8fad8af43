import { describeOtherRouter } from './describe-other-router.ts';
import { APOLLO_ROUTER } from './other-routers.ts';

describeOtherRouter(APOLLO_ROUTER, {
  noToken: ['UNAUTHENTICATED at order'],
  noTokenForWrite: ['UNAUTHENTICATED at createProduct'],
  invalidToken: ['UNAUTHENTICATED at order'],
  noScope: ['FORBIDDEN at products.0.unitsSold'],
  // With an empty path.
  unavailable: { query: ['SUBREQUEST_HTTP_ERROR at '], mutation: ['SUBREQUEST_HTTP_ERROR at '] },
});
