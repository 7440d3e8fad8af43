import { describeOtherRouter } from './describe-other-router.ts';
import { HIVE_ROUTER } from './other-routers.ts';

describeOtherRouter(HIVE_ROUTER, {
  // It says all of it itself, and asks no subgraph.
  noToken: ['UNAUTHORIZED_FIELD_OR_TYPE'],
  noTokenForWrite: ['UNAUTHORIZED_FIELD_OR_TYPE'],
  invalidToken: ['UNAUTHORIZED_FIELD_OR_TYPE'],
  noScope: ['UNAUTHORIZED_FIELD_OR_TYPE'],
  unavailable: { query: ['SUBREQUEST_HTTP_ERROR'], mutation: ['SUBREQUEST_HTTP_ERROR'] },
});
