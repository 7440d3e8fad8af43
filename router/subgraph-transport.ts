import type { ExposedSpan } from '@commerce/platform/exposed-trace/exposed-span';
import type { TraceRecorder } from '@commerce/platform/exposed-trace/trace-recorder';
import type { DocumentNode } from 'graphql';
import type { SubgraphRequest } from './subgraph-request.ts';
import type { SubgraphResponse } from './subgraph-response.ts';

/** What a subgraph's requests go by. */
export interface SubgraphTransport {
  /**
   * Sends a request, within the running request's time and bytes.
   *
   * @throws DomainError for what failed as a whole; what the way to it failed with.
   */
  send(request: SubgraphRequest, sent: Sent & Traced): Promise<SubgraphResponse>;
  close(): Promise<void>;
}

/** How a request is sent. */
export interface Sent {
  /** The request's query, parsed. */
  document: DocumentNode;
  /** Does it do nothing twice when it is sent again? */
  mayRepeat: boolean;
}

interface Traced {
  /** Where its trace is asked for. */
  traced: { trace: TraceRecorder; span: ExposedSpan } | undefined;
}
