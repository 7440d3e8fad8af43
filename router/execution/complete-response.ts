import { tooManyFields } from '@commerce/platform/field-limit';
import { log } from '@commerce/platform/log';
import { GraphQLError } from 'graphql';
import { completeObject } from './complete-object.ts';
import { addError, type Completion } from './completion.ts';
import { toFaultOf } from './faults.ts';
import { isAbsent, NOT_ALLOWED, TOO_LARGE } from './nothing.ts';
import type { ObjectShape } from './response-shape.ts';
import type { Fetched } from './run.ts';

/** The response as its client asked for it. */
export interface Completed {
  data: Record<string, unknown> | null;
  errors: GraphQLError[];
}

/**
 * Makes the response from what was fetched: by the client's names, of the types that the schema says, and null no further
 * than it must be (https://spec.graphql.org/September2025/#sec-Handling-Execution-Errors). Nothing is null without
 * an error but what its own subgraph says is null.
 *
 * @param maxFields of the response: keys of objects, and entries of lists.
 * @param ownerOf the subgraph that a field of a type comes from, as far as that is known.
 */
export function completeResponse(
  { root, failures }: Fetched,
  shape: ObjectShape,
  maxFields: number,
  ownerOf: (type: string, key: string) => string | undefined,
): Completed {
  const completion: Completion = {
    failures,
    nothingFailed: failures.isEmpty(),
    errors: [],
    made: new Set(),
    reasons: new Set(),
    cause: undefined,
    above: undefined,
    path: [],
    ownerOf,
    maxFields,
    fields: 0,
    lists: 0,
  };
  failures.settle();
  const data = completeObject(completion, shape, root);
  for (const fault of failures.unplaced)
    completion.errors.push(new GraphQLError(fault.message, { extensions: fault.extensions }));
  if (data === TOO_LARGE) addError(completion, toFaultOf(undefined, tooManyFields(maxFields)));
  if (completion.reasons.size > 0) log.error({ reasons: [...completion.reasons] }, 'parts of a response did not come');
  return {
    data: data === NOT_ALLOWED || data === TOO_LARGE || isAbsent(data) ? null : data,
    errors: completion.errors,
  };
}
