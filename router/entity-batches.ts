import type { GraphQLFormattedError } from 'graphql';
import type { SubgraphRequest } from './subgraph-request.ts';
import type { SubgraphResponse } from './subgraph-response.ts';

/**
 * Sends a fetch of many entities as several requests, some of them at once. A subgraph takes bodies of a limited size,
 * and looks up a limited number at a time; a batch that fails costs its own entities.
 *
 * @param send one request.
 * @param fail what stands for a request that `send` threw for, when there are others.
 * @returns the response as if it had been one.
 * @throws what `send` does for a fetch that is sent as it is.
 */
export async function inEntityBatches(
  request: SubgraphRequest,
  send: (request: SubgraphRequest) => Promise<SubgraphResponse>,
  fail: (error: unknown, request: SubgraphRequest) => SubgraphResponse,
): Promise<SubgraphResponse> {
  const { representations } = request.variables;
  if (!Array.isArray(representations) || representations.length <= MAX_ENTITIES) return await send(request);

  const batches = Array.from({ length: Math.ceil(representations.length / MAX_ENTITIES) }, (_, index) => {
    const part = representations.slice(index * MAX_ENTITIES, (index + 1) * MAX_ENTITIES) as unknown[];
    return { ...request, variables: { ...request.variables, representations: part } };
  });
  const responses: SubgraphResponse[] = [];
  const remaining = batches.entries();
  const sendRemaining = async () => {
    for (const [index, batch] of remaining) {
      responses[index] = await send(batch).catch((error: unknown) => fail(error, batch));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendRemaining));
  const errors = responses.flatMap(errorsOf);
  const entities = responses.flatMap(({ data }, index) => entitiesOf(data, batches[index]));
  return { data: { _entities: entities }, ...(errors.length > 0 && { errors }) };
}

/** As many as a batch RPC takes: more would be several of them all the same. */
const MAX_ENTITIES = 1_000;

/** More would keep a subgraph from its other callers. */
const AT_ONCE = 4;

/** One for each that was asked for, null where the batch brought none: there is no other way to tell whose the rest are. */
function entitiesOf(data: SubgraphResponse['data'], batch: SubgraphRequest | undefined): unknown[] {
  const length = (batch?.variables['representations'] as unknown[] | undefined)?.length ?? 0;
  const entities = data?.['_entities'];
  return Array.isArray(entities) && entities.length === length ? entities : Array.from({ length }, () => null);
}

function errorsOf({ errors = [] }: SubgraphResponse, batch: number): GraphQLFormattedError[] {
  return errors.map((error) => {
    const [root, index, ...rest] = error.path ?? [];
    if (root !== '_entities' || typeof index !== 'number') return error;
    return { ...error, path: [root, index + batch * MAX_ENTITIES, ...rest] };
  });
}
