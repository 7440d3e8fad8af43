import type { DomainError } from '@commerce/platform/errors/domain-error';
import { toGraphQLError } from '@commerce/platform/errors/graphql-error';
import { type DocumentNode, type FieldNode, type GraphQLFormattedError, parse } from 'graphql';
import { fieldsOf, rootFields } from './selected-fields.ts';

/**
 * The errors of a fetch that failed as a whole: one on the path of each field that it was to bring, as GraphQL wants it
 * (https://spec.graphql.org/October2021/#sec-Handling-Field-Errors). The gateway turns a path that starts with
 * `_entities` and a representation's index into that entity's place in the response.
 */
export function failedFields(
  error: DomainError,
  subgraph: string,
  query: string,
  variables: Record<string, unknown>,
  document: DocumentNode = parse(query, { noLocation: true }),
): GraphQLFormattedError[] {
  const { message, extensions } = toGraphQLError(error);
  return pathsOf(document, variables)
    .slice(0, MAX_ERRORS)
    .map((path) => ({ message, path, extensions: { ...extensions, subgraph } }));
}

/** More would tell a client nothing new. */
const MAX_ERRORS = 100;

function pathsOf(document: DocumentNode, { representations }: Record<string, unknown>): (string | number)[][] {
  const fields = rootFields(document);
  if (!Array.isArray(representations)) return fields.map((field) => [keyOf(field)]);
  const brought = fields.flatMap((entities) => fieldsOf(entities.selectionSet, document)).map(keyOf);
  // Each has one error or more.
  const shown = representations.slice(0, MAX_ERRORS);
  return shown.flatMap((_, index) => brought.map((key) => ['_entities', index, key]));
}

function keyOf({ alias, name }: FieldNode): string {
  return alias?.value ?? name.value;
}
