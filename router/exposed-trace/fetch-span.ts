import { errorTable, kindOfCode } from '@commerce/platform/errors/error-table';
import type { ExposedSpan, NewSpan } from '@commerce/platform/exposed-trace/exposed-span';
import { readHopTrace } from '@commerce/platform/exposed-trace/read-hop-trace';
import type { TraceRecorder } from '@commerce/platform/exposed-trace/trace-recorder';
import type { HttpAnswer } from '../subgraph-client.ts';
import type { SubgraphRequest } from '../subgraph-request.ts';
import type { SubgraphResponse } from '../subgraph-response.ts';

/** @param node the fetch's number in the plan. */
export function fetchSpan(subgraph: string, { variables }: SubgraphRequest, node: number | undefined): NewSpan {
  const { representations } = variables;
  const count = Array.isArray(representations) ? representations.length : undefined;
  return { kind: 'fetch', name: subgraph, subgraph, node, representations: count };
}

/** Says in its span what was sent, and what came back over HTTP. */
export function recordAnswer(span: ExposedSpan, body: string, { statusCode, text }: HttpAnswer): void {
  span.requestBytes = Buffer.byteLength(body);
  span.responseBytes = Buffer.byteLength(text);
  span.httpStatus = statusCode;
}

/** Says in its span what the subgraph says of its errors and of its own work. */
export function recordResponse(trace: TraceRecorder, span: ExposedSpan, response: SubgraphResponse): void {
  const { errors, extensions } = response;
  if (Array.isArray(errors) && errors.length > 0) span.errors = countByCode(errors);
  const served = readHopTrace(extensions?.trace);
  if (served) trace.take(span, served, JSON.stringify(served).length);
  // A subgraph in this process sends no bytes.
  if (span.responseBytes === undefined) return;
  // The answer is as long as it would be without.
  const said = extensions ? Buffer.byteLength(`,"extensions":${JSON.stringify(extensions)}`) : 0;
  span.responseBytes = Math.max(0, span.responseBytes - said);
}

/** A subgraph may be anybody's: what is none of our codes is shown to clients as a fault, and is one here. */
function countByCode(errors: NonNullable<SubgraphResponse['errors']>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const error of errors) {
    const code = errorTable[kindOfCode(error?.extensions?.['code']) ?? 'Internal'].graphql;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}
