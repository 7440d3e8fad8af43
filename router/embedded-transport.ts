import type { EmbeddedFetch, EmbeddedSubgraph } from '@commerce/platform/graphql/embedded-subgraph';
import { inClientSpan } from '@commerce/platform/traces/span';
import { holdsBigIntegers, parseJson, withMarkedIntegers, writeJson } from '@commerce/platform/values/json';
import type { DocumentNode } from 'graphql';
import type { SubgraphRequest } from './subgraph-request.ts';
import { refuse, type SubgraphResponse } from './subgraph-response.ts';
import type { SubgraphTransport } from './subgraph-transport.ts';

/** Asks a subgraph that is in this process, and hands it the plan's documents and values as they are. */
export function embeddedTransport(subgraph: EmbeddedSubgraph): SubgraphTransport {
  const attributes = { 'commerce.subgraph.name': subgraph.name };
  // The subgraph names it by the operation, as it would name that of a request.
  const describe = () => ({ name: 'fetch', isInternal: true, attributes }) as const;
  return {
    async send(request, { document }) {
      const answer = await inClientSpan(describe, () => subgraph.answer(toFetch(request, document)));
      const response = { ...answer } as SubgraphResponse;
      if (!response.data) refuse(response, new Error(`It refused: ${writeJson(response.errors).slice(0, 1_000)}`));
      return response;
    },
    // It is its own owner's to close: a supergraph may leave it, and a later one have it again.
    close: async () => {},
  };
}

/** Large integers are put in their places as HTTP would have it. */
function toFetch(request: SubgraphRequest, document: DocumentNode): EmbeddedFetch {
  if (!holdsBigIntegers(request)) return { ...request, document, hasBigIntegers: false };
  const written = parseJson(withMarkedIntegers(writeJson(request))) as SubgraphRequest;
  return { ...written, document: undefined, hasBigIntegers: true };
}
