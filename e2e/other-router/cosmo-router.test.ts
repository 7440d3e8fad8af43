import { describeOtherRouter } from './describe-other-router.ts';
import { COSMO_ROUTER } from './other-routers.ts';

describeOtherRouter(COSMO_ROUTER, {
  // It asks the subgraphs of a query all the same, and says the rest itself.
  noToken: ['UNAUTHENTICATED at order', 'UNAUTHORIZED_FIELD_OR_TYPE at order'],
  noTokenForWrite: ['UNAUTHORIZED_FIELD_OR_TYPE', 'UNAUTHORIZED_FIELD_OR_TYPE at createProduct'],
  invalidToken: ['unauthorized'],
  noScope: ['FORBIDDEN at products.unitsSold', 'UNAUTHORIZED_FIELD_OR_TYPE at products.0.unitsSold'],
  unavailable: {
    query: ["Failed to fetch from Subgraph 'catalog'."],
    mutation: ["Failed to fetch from Subgraph 'catalog'."],
  },
});
