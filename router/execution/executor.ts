import { type DocumentNode, GraphQLError, type GraphQLFormattedError, getVariableValues, Kind } from 'graphql';
import { overrideLabels } from '../override-labels.ts';
import { completeResponse } from './complete-response.ts';
import { possibleConditions } from './conditions.ts';
import type { ExecutableNode } from './executable-plan.ts';
import { createFailures } from './failures.ts';
import { prepareOperations } from './prepared-operation.ts';
import type { Refusals } from './refusals.ts';
import { runPlan } from './run-plan.ts';
import type { HoldCopies } from './run.ts';
import type { FetchSubgraph } from './subgraph-answer.ts';
import { loadSupergraph } from './supergraph.ts';

/** A client's operation, valid against the API schema. */
export interface ClientOperation {
  document: DocumentNode;
  /** Needed where the document has several operations. */
  operationName?: string | undefined;
  variables: Record<string, unknown>;
  /** The same, coerced to their types; undefined where that is left to do. */
  values?: Record<string, unknown> | undefined;
  /** What its caller may not see; undefined for nothing. */
  refusals?: Refusals | undefined;
  /** Is told the plan, undefined where nothing is fetched, before it is run. */
  onPlan?: ((plan: ExecutableNode | undefined) => void) | undefined;
}

export interface ExecutionResult {
  /** Without it nothing was executed. */
  data?: Record<string, unknown> | null;
  errors?: readonly (GraphQLError | GraphQLFormattedError)[];
}

/**
 * Answers operations over a supergraph: plans each once, fetches from the subgraphs what its plan says, and makes the
 * response that its client asked for (see README.md). What a subgraph fails with costs the fields that it was asked for.
 */
export interface Execute {
  (operation: ClientOperation): Promise<ExecutionResult>;
  /** Plans all that a valid document can be asked for by whoever may see all of it, before somebody does. */
  prepare(document: DocumentNode): void;
}

interface ExecutorOptions {
  holdCopies?: HoldCopies;
  /** Of `@override`, those that are on: see override-labels.ts. */
  labels?: readonly string[] | undefined;
  /** Of one response: keys of objects, and entries of lists. */
  maxFields?: number;
}

/** @throws Error for a supergraph that cannot be served. */
export function createExecutor(
  supergraphSdl: string,
  fetchSubgraph: FetchSubgraph,
  { holdCopies = () => {}, labels = [], maxFields = Infinity }: ExecutorOptions = {},
): Execute {
  const supergraph = loadSupergraph(supergraphSdl);
  const prepare = prepareOperations(supergraph);
  const overridesOfRequest = overrideLabels(supergraphSdl, labels);
  const execute = async ({
    document,
    operationName,
    variables,
    values: known,
    refusals,
    onPlan,
  }: ClientOperation): Promise<ExecutionResult> => {
    const operation = prepare.operationOf(document, operationName);
    const { coerced, errors } = known
      ? { coerced: known }
      : getVariableValues(supergraph.apiSchema, operation.variableDefinitions ?? [], variables);
    if (errors) return { errors: errors.map(toClientFault) };
    const prepared = prepare.prepared(document, operation, coerced, overridesOfRequest(), refusals);
    const { plan, notPlanned, clientNames, shape, introspect, planned } = prepared;
    onPlan?.(plan);

    const values: Record<string, unknown> = {};
    for (const [name, clientName] of clientNames) {
      if (coerced[clientName] !== undefined) values[name] = coerced[clientName];
    }
    const fetched = plan
      ? await runPlan(supergraph.types, plan, { values, clientNames }, fetchSubgraph, holdCopies)
      : { root: {}, failures: createFailures() };
    for (const [key, fault] of notPlanned) fetched.failures.addFailure(fetched.root, new Set([key]), fault);
    const completed = completeResponse(fetched, shape, maxFields, (type, key) =>
      supergraph.ownerOf(type, key, planned),
    );
    if (introspect && completed.data) Object.assign(completed.data, introspect(coerced));
    return completed.errors.length > 0 ? completed : { data: completed.data };
  };
  return Object.assign(execute, {
    prepare(document: DocumentNode) {
      const choices = possibleConditions(document);
      for (const operation of document.definitions) {
        if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
        for (const conditions of choices)
          prepare.prepared(document, operation, conditions, overridesOfRequest(), undefined);
      }
    },
  });
}

function toClientFault(error: GraphQLError): GraphQLError {
  const { message, nodes } = error;
  const extensions = { code: 'BAD_USER_INPUT', http: { status: 400 } };
  return new GraphQLError(message, { nodes: nodes ?? null, originalError: error, extensions });
}
