import { MAX_ERRORS } from '@commerce/platform/graphql/few-errors';
import { GraphQLError } from 'graphql';
import type { Data } from './data.ts';
import type { Failures, FieldFault } from './failures.ts';
import { unexpected } from './faults.ts';
import type { ValueShape } from './response-shape.ts';

/** A response in the making. */
export interface Completion {
  failures: Failures;
  nothingFailed: boolean;
  errors: GraphQLError[];
  /** Of errors that stand for what is missing: where something above becomes null for one of them, the others go. */
  made: Set<GraphQLError>;
  /** For the log. */
  reasons: Set<string>;
  /** Of these, the one that made the last null where that is not allowed; undefined where a subgraph's did. */
  cause: GraphQLError | undefined;
  /** What the object failed with that the completion is in, for a subgraph that has a part of it. */
  above: FieldFault | undefined;
  /** Where the completion is, in the client's names. */
  path: (string | number)[];
  ownerOf: (type: string, key: string) => string | undefined;
  maxFields: number;
  /** Keys of objects and entries of lists so far. */
  fields: number;
  /** How many lists the completion is in. */
  lists: number;
}

/** Why a field did not come. */
export function missing(completion: Completion, type: string, source: Data, key: string): FieldFault {
  return (
    completion.failures.failureOf(source, key) ??
    completion.above ??
    unexpectedOf(completion, type, key, 'did not come')
  );
}

/** Adds an error for a field that is what no subgraph may answer. */
export function addUnexpected(completion: Completion, type: string, key: string, what: string): void {
  addError(completion, unexpectedOf(completion, type, key, what));
}

function unexpectedOf({ errors, ownerOf }: Completion, type: string, key: string, what: string): FieldFault {
  return errors.length < MAX_ERRORS ? unexpected(ownerOf(type, key), `${type}.${key} ${what}.`) : UNTOLD;
}

/** A client is given no more errors, and each has a stack: one fault can be that of a hundred thousand fields. */
const UNTOLD: FieldFault = { message: '', extensions: {} };

/** Without a field that may not be null the object is null: then it is the object's own fault that is told. */
export function addMissing(completion: Completion, fault: FieldFault, shape: ValueShape): void {
  const name = fault.isOfObject && shape.isNonNull ? completion.path.pop() : undefined;
  addError(completion, fault);
  if (name !== undefined) completion.path.push(name);
}

export function addError(completion: Completion, { message, extensions, reason }: FieldFault): void {
  const { errors, made, path, reasons } = completion;
  if (errors.length < MAX_ERRORS) {
    if (reason !== undefined) reasons.add(reason);
    const error = new GraphQLError(message, { path: [...path], extensions });
    made.add(error);
    errors.push(error);
  }
  completion.cause = errors.at(-1);
}

/** What holds them is null for the cause: the others would stand for fields that are not there. */
export function keepCause({ errors, made, cause }: Completion, from: number): void {
  for (let index = errors.length - 1; index >= from; index -= 1) {
    const error = errors[index];
    if (error && error !== cause && made.has(error)) errors.splice(index, 1);
  }
}
