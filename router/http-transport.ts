import type { RetryBudget } from '@commerce/platform/process/retry-budget';
import { withMarkedIntegers, writeJson } from '@commerce/platform/values/json';
import { recordAnswer } from './exposed-trace/fetch-span.ts';
import type { RouterIdentity } from './router-identity.ts';
import { createSubgraphClient } from './subgraph-client.ts';
import { toSubgraphResponse } from './subgraph-response.ts';
import type { SubgraphTransport } from './subgraph-transport.ts';

/**
 * Asks a subgraph over HTTP (https://graphql.github.io/graphql-over-http/draft/).
 *
 * @param retries of all subgraphs together.
 */
export function httpTransport(
  name: string,
  address: string,
  retries: RetryBudget,
  identity?: RouterIdentity,
): SubgraphTransport {
  const client = createSubgraphClient(name, address, retries, identity);
  return {
    async send(request, { mayRepeat, traced }) {
      const body = withMarkedIntegers(writeJson(request));
      const answer = await client.post(body, mayRepeat, traced && (() => traced.trace.again(traced.span)));
      if (traced) recordAnswer(traced.span, body, answer);
      return toSubgraphResponse(name, answer);
    },
    close: () => client.close(),
  };
}
