import type { GraphQLFormattedError } from 'graphql';
import { type Data, isData } from './data.ts';
import type { ExecutableFetch } from './executable-fetch.ts';
import { type FieldFault, toFault } from './failures.ts';
import { toFaultOf } from './faults.ts';

/** Sends a fetch of a plan to its subgraph. What it throws costs the fetch's own fields. */
export type FetchSubgraph = (
  subgraph: string,
  request: { query: string; variables: Record<string, unknown> },
  fetch: Pick<ExecutableFetch, 'document' | 'isMutation' | 'path'>,
) => Promise<{ data?: Record<string, unknown> | null; errors?: readonly GraphQLFormattedError[] }>;

/** A fault as the subgraph places it. */
export type AnsweredFault = FieldFault & { path: readonly (string | number)[] | undefined };

/** What a subgraph answered, as far as it is what a GraphQL server answers. */
export interface SubgraphAnswer {
  data: Data | undefined;
  /** One or more where there is no data. */
  faults: AnsweredFault[];
}

/** @param response anything that a server may send. */
export async function toSubgraphAnswer(
  subgraph: string,
  response: Promise<{ data?: unknown; errors?: unknown }>,
): Promise<SubgraphAnswer> {
  try {
    const { data, errors } = await response;
    const faults = (Array.isArray(errors) ? errors : []).map((error: unknown) => toFault(subgraph, error));
    if (isData(data)) return { data, faults };
    if (faults.length > 0) return { data: undefined, faults };
    throw new Error('It answered with neither data nor errors.');
  } catch (thrown) {
    return { data: undefined, faults: [{ ...toFaultOf(subgraph, thrown), path: undefined }] };
  }
}
