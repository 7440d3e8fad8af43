import type { FragmentDefinitionNode, GraphQLError, GraphQLSchema, OperationDefinitionNode } from 'graphql';

/** One execution of an operation, as its resolvers are told of it. */
export interface Run {
  schema: GraphQLSchema;
  fragments: Record<string, FragmentDefinitionNode>;
  operation: OperationDefinitionNode;
  variableValues: Record<string, unknown>;
  contextValue: object;
  errors: GraphQLError[];
  /** The places that an error has made null. */
  nulled: Set<Place | undefined>;
}

/** Where in the answer a value is; undefined is the root. As graphql-js has it in what resolvers are told. */
export interface Place {
  readonly prev: Place | undefined;
  readonly key: string | number;
  readonly typename: string | undefined;
}

/** Notes an error, unless the place where it was, or one that it is in, is null already: nobody would find it. */
export function addError(run: Run, error: GraphQLError, place: Place | undefined): void {
  for (let inside = place; inside; inside = inside.prev) if (run.nulled.has(inside)) return;
  if (run.nulled.has(undefined)) return;
  run.nulled.add(place);
  run.errors.push(error);
}

/** The steps from the root to a place. */
export function stepsTo(place: Place): (string | number)[] {
  const steps: (string | number)[] = [];
  for (let inside: Place | undefined = place; inside; inside = inside.prev) steps.push(inside.key);
  return steps.toReversed();
}

/** Will it come later? As graphql-js asks. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    'then' in value &&
    typeof value.then === 'function'
  );
}
