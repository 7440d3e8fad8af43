import { callContext } from '@commerce/platform/call-context';
import { writeJson } from '@commerce/platform/values/json';
import type { GraphQLFormattedError } from 'graphql';
import type { SubgraphRequest } from './subgraph-request.ts';
import type { SubgraphResponse } from './subgraph-response.ts';

/**
 * Sends each entity of a fetch once. A page of orders names the same few products again and again, and the gateway
 * asks for every mention; most of an entity fetch can be repetition.
 *
 * @param send the request with distinct representations.
 * @returns the response as if all had been sent: an entity for each, in order, and errors on the path of each.
 * @throws DomainError ResourceExhausted when what came once, and stands at many places, is more than the request may hold.
 */
export async function withUniqueRepresentations(
  request: SubgraphRequest,
  send: (request: SubgraphRequest) => Promise<SubgraphResponse>,
): Promise<SubgraphResponse> {
  const { representations } = request.variables;
  if (!Array.isArray(representations)) return await send(request);

  const places = new Map<string, number[]>();
  const unique: unknown[] = [];
  for (const [index, representation] of representations.entries()) {
    const key = writeJson(representation);
    const known = places.get(key);
    if (known) known.push(index);
    else {
      places.set(key, [index]);
      unique.push(representation);
    }
  }
  if (unique.length === representations.length) return await send(request);

  const { data, errors, ...rest } = await send({
    ...request,
    variables: { ...request.variables, representations: unique },
  });
  const placesOf = [...places.values()];
  holdRepeated(data?.['_entities'], errors, placesOf);
  return {
    ...rest,
    ...(errors && { errors: errors.flatMap((error) => repeatError(error, placesOf)) }),
    ...(data !== undefined && { data: data && repeatEntities(data, placesOf, representations.length) }),
  };
}

/**
 * Counts what came once for each place where it will stand as well: the gateway copies it to each, and so does the
 * response. A few kilobytes at ten thousand places would end the process.
 */
function holdRepeated(entities: unknown, errors: GraphQLFormattedError[] | undefined, placesOf: number[][]): void {
  const bytes = callContext.getStore()?.bytes;
  const hold = (value: unknown, places = 1) => {
    if (places > 1) bytes?.hold((places - 1) * Buffer.byteLength(writeJson(value) ?? ''));
  };
  for (const [index, { length }] of placesOf.entries()) if (Array.isArray(entities)) hold(entities[index], length);
  for (const error of errors ?? []) {
    const [root, index] = error.path ?? [];
    if (root === '_entities' && typeof index === 'number') hold(error, placesOf[index]?.length);
  }
}

function repeatEntities(data: Record<string, unknown>, placesOf: number[][], length: number): Record<string, unknown> {
  const { _entities: entities } = data;
  // Not what was asked for: the gateway says so.
  if (!Array.isArray(entities) || entities.length !== placesOf.length) return data;
  const repeated = Array.from({ length });
  for (const [index, places] of placesOf.entries()) for (const place of places) repeated[place] = entities[index];
  return { ...data, _entities: repeated };
}

function repeatError(error: GraphQLFormattedError, placesOf: number[][]): GraphQLFormattedError[] {
  const [root, index, ...rest] = error.path ?? [];
  const places = root === '_entities' && typeof index === 'number' ? placesOf[index] : undefined;
  return places ? places.map((place) => ({ ...error, path: ['_entities', place, ...rest] })) : [error];
}
