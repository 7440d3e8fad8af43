import { execute, type ExecutionResult, type GraphQLError } from 'graphql';
import type { Operation } from '../answer-request.ts';
import { compiledOperation } from './compiled-operation.ts';
import { executeFields } from './execute-fields.ts';
import { addError, isPromise, type Run } from './run.ts';

/**
 * Executes an operation of a subgraph (https://spec.graphql.org/September2025/#sec-Execution): with what graphql-js would
 * answer, field by field and error by error. What follows from its document alone is found out once for all of its requests.
 * What compiledOperation() leaves out, graphql-js executes itself.
 *
 * @param operation of a document that is valid on its schema, with the values of its variables.
 * @param contextValue what each resolver is given.
 */
export function executeOperation(
  { schema, document, operation, variables, values }: Omit<Operation, 'text'>,
  contextValue: object,
): ExecutionResult | Promise<ExecutionResult> {
  const compiled = compiledOperation({ schema, document, operation });
  if (!compiled) {
    const operationName = operation.name?.value;
    return execute({ schema, document, operationName, variableValues: variables, contextValue });
  }
  const { fragments, root } = compiled;
  const run = {
    schema,
    fragments,
    operation,
    variableValues: values,
    contextValue,
    errors: [],
    nulled: new Set(),
  } as Run;
  const failed = (error: unknown): ExecutionResult => {
    addError(run, error as GraphQLError, undefined);
    return answer(run, null);
  };
  try {
    const data = executeFields(run, root, undefined, undefined);
    return isPromise(data) ? data.then((found) => answer(run, found), failed) : answer(run, data);
  } catch (error) {
    return failed(error);
  }
}

function answer({ errors }: Run, data: Record<string, unknown> | null): ExecutionResult {
  return errors.length === 0 ? { data } : { errors, data };
}
