import type { GraphQLService } from '@commerce/platform/graphql/answer-request';
import type { Documents } from '@commerce/platform/graphql/documents';
import type { Http } from '@commerce/platform/graphql/graphql-routes';
import { withKeptLiterals } from './big-integer-literals.ts';
import { notingPlan } from './exposed-trace/noted-plans.ts';
import type { Gateway } from './gateway.ts';
import type { OperationLimits } from './operation-limits.ts';
import type { planShower } from './query-plan.ts';
import type { ObservedRequests } from './requests/observe-requests.ts';
import type { SharedQueries } from './shared-queries.ts';
import type { TrustedDocuments } from './trusted-documents/trusted-documents.ts';
import type { CacheControl } from './web/cache-control.ts';

interface ServiceParts {
  gateway: Gateway;
  documents: Documents;
  showsSchema: boolean;
  limits: OperationLimits;
  caching: CacheControl;
  requests: ObservedRequests;
  showPlan: ReturnType<typeof planShower>;
  trusted: TrustedDocuments | undefined;
  shared: SharedQueries | undefined;
}

/** What the router does with an operation: admits it, has the gateway execute it, and tells who observes it of the answer. */
export function routerService(parts: ServiceParts): GraphQLService<Http> {
  const { gateway, documents, showsSchema, limits, caching, requests, showPlan, trusted, shared } = parts;
  return {
    name: 'router',
    schema: gateway.schema,
    documents,
    showsSchema,
    meant: trusted?.meant,
    admit: limits.admit,
    async execute(operation, { request }) {
      const document = withKeptLiterals(operation);
      // Defaults may be such literals too.
      const values = document === operation.document ? operation.values : undefined;
      const operationName = operation.operation.name?.value;
      const asked = { document, operationName, variables: operation.variables, values };
      const answer = await showPlan(request, (onPlan) =>
        gateway.execute({ ...asked, onPlan: notingPlan(operationName, onPlan) }),
      );
      return caching.withHeaders(operation, request, answer);
    },
    answered(answer, operation, { request }) {
      shared?.answered(answer, operation);
      requests.answered(request, answer, operation);
    },
  };
}
