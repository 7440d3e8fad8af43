import { type DocumentNode, getOperationAST, Kind, type OperationDefinitionNode } from 'graphql';
import { refusedRequest } from './refused-request.ts';
import { shorten } from './shorten.ts';

/**
 * @returns the operation that a request is for (https://spec.graphql.org/September2025/#GetOperation()).
 * @throws GraphQLError for one that names none of its document's operations, or leaves the choice among several.
 */
export function chosenOperation(document: DocumentNode, name: string | undefined): OperationDefinitionNode {
  const operation = getOperationAST(document, name);
  if (!operation) throw refusedRequest(whyNone(document, name), 'OPERATION_RESOLUTION_FAILURE');
  return operation;
}

function whyNone({ definitions }: DocumentNode, name: string | undefined): string {
  const named = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length;
  if (named === 0) return 'The document has no operation: write a query or a mutation.';
  if (name !== undefined) return `The document has no operation named "${shorten(name)}".`;
  return `The document has ${named} operations: say by operationName which is to be run.`;
}
