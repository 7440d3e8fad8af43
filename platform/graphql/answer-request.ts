import { type DocumentNode, type GraphQLSchema, type OperationDefinitionNode, OperationTypeNode } from 'graphql';
import { readFresh } from '../fresh-reads.ts';
import { answerMetrics } from './answer-metrics.ts';
import { chosenOperation } from './chosen-operation.ts';
import type { Documents } from './documents.ts';
import { type Executed, executedAnswer, type GraphQLAnswer, refusedAnswer } from './graphql-answer.ts';
import type { GraphQLRequest } from './graphql-request.ts';
import { nullVariables } from './null-variables.ts';
import { markFaults, nameOperation, requestSpan } from './operation-span.ts';
import { persistedQueries } from './persisted-queries.ts';
import { RefusedRequest, refusedRequest } from './refused-request.ts';
import { readVariables } from './variables.ts';

/** An operation of a client that is valid, and its variables. */
export interface Operation {
  schema: GraphQLSchema;
  document: DocumentNode;
  /** The text of its document. */
  text: string;
  operation: OperationDefinitionNode;
  /** As they were given. */
  variables: Record<string, unknown>;
  /** Of their types, with the defaults of those that were not given. */
  values: Record<string, unknown>;
}

/** What is served over GraphQL. */
export interface GraphQLService<Http> {
  /** For metrics. */
  name: string;
  /** The one that is served now. */
  schema: () => GraphQLSchema;
  documents: Documents;
  /** Whether clients are told of names that they may have meant. */
  showsSchema: boolean;
  /** @returns the request that is meant by this one. */
  meant?: ((request: GraphQLRequest) => GraphQLRequest) | undefined;
  /** Is told of an operation before it is executed. @throws what it is refused with. */
  admit?: ((operation: Operation, http: Http) => Promise<void> | void) | undefined;
  execute: (operation: Operation, http: Http) => Promise<Executed> | Executed;
  /** Is told of the answer before it is sent. @param operation undefined when the request asked for none. */
  answered?: ((answer: GraphQLAnswer, operation: OperationDefinitionNode | undefined, http: Http) => void) | undefined;
}

/**
 * Answers requests: finds the document that each is for, parses and validates it once, reads its variables, and executes its
 * operation. What is wrong with the request is its client's fault, and told before anything is done for it.
 *
 * @returns answers one. @param read what throws for a request that is none. @param isRead whether it may only read.
 */
export function requestAnswerer<Http>(service: GraphQLService<Http>) {
  const record = answerMetrics(service.name);
  const persisted = persistedQueries();

  const operationOf = (request: GraphQLRequest, isRead: boolean): Operation => {
    const text = persisted.textOf(request);
    const schema = service.schema();
    const document = service.documents.documentOf(schema, text, request.document);
    const operation = chosenOperation(document, request.operationName);
    if (isRead) refuseWrites(operation.operation);
    const { given, values, errors } = readVariables(schema, operation, request, service.showsSchema);
    if (errors.length > 0) throw new RefusedRequest(errors);
    const nulls = nullVariables(schema, document, operation, given);
    if (nulls.length > 0) throw new RefusedRequest(nulls);
    return { schema, document, text, operation, variables: given, values };
  };

  return async (read: () => GraphQLRequest, isRead: boolean, http: Http): Promise<GraphQLAnswer> => {
    const begin = performance.now();
    const span = requestSpan();
    let operation: Operation | undefined;
    let answer: GraphQLAnswer;
    try {
      const request = service.meant ? service.meant(read()) : read();
      operation = operationOf(request, isRead);
      nameOperation(span, operation.operation);
      if (operation.operation.operation !== OperationTypeNode.QUERY) readFresh();
      await service.admit?.(operation, http);
      persisted.register(request);
      answer = executedAnswer(await service.execute(operation, http));
    } catch (thrown) {
      answer = refusedAnswer(thrown);
    }
    service.answered?.(answer, operation?.operation, http);
    record(answer, (performance.now() - begin) / 1_000, operation?.operation.name?.value);
    markFaults(span, answer.errors ?? []);
    return answer;
  };
}

/** A GET may be sent again by whoever stands between (https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1). */
function refuseWrites(type: OperationTypeNode): void {
  if (type === OperationTypeNode.QUERY) return;
  const http = { status: 405, headers: { allow: 'POST' } };
  throw refusedRequest(`A ${type} must be sent by POST.`, undefined, http);
}
