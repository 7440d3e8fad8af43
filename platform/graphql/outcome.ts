import type { GraphQLFormattedError } from 'graphql';
import { type ErrorKind, isFault, kindOfCode } from '../errors/error-table.ts';
import { isStandardCode } from './standard-code.ts';

/**
 * What became of a request. `partial` is a fault that left something of the answer; `client_error` what its client has to
 * mend, such as asking too often; `shed` what was refused because the system has too much to do.
 */
export type Outcome = 'ok' | 'partial' | 'client_error' | 'shed' | 'fault';

/** @returns what became of a request that was answered so; its gravest error decides. */
export function outcomeOf({ data, errors = [] }: Answer): Outcome {
  if (errors.length === 0) return 'ok';
  if (errors.some(isFaulty)) return isSomething(data) ? 'partial' : 'fault';
  return errors.some(isShed) ? 'shed' : 'client_error';
}

/** @returns is it a failure of the system, and not of what was asked for? */
export function isFaulty({ extensions }: GraphQLFormattedError): boolean {
  return isFault(kindOf(extensions?.['code']));
}

interface Answer {
  data?: unknown;
  errors?: readonly GraphQLFormattedError[];
}

function isShed({ extensions = {} }: GraphQLFormattedError): boolean {
  return kindOf(extensions['code']) === 'ResourceExhausted' && extensions['reason'] === 'OVERLOADED';
}

/** An error without a code of ours is one that nobody thought of. */
function kindOf(code: unknown): ErrorKind {
  return isStandardCode(code) ? 'InvalidArgument' : (kindOfCode(code) ?? 'Internal');
}

function isSomething(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Object.values(data).some((value) => value !== null);
}
