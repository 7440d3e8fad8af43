import { type GraphQLClient } from '@commerce/testkit/graphql-client';
import { getNamedType, type GraphQLSchema, isEnumType, isObjectType } from 'graphql';
import { directivesOf } from './directives-of.ts';
import { entitiesOf, graphQuestions, selectionOf } from './graph-questions.ts';
import type { Question } from './question.ts';

/** What whoever reaches a subgraph can ask of it: its fields of Query and Mutation, and entities as a router does. */
export function subgraphQuestions(schema: GraphQLSchema, clientOf: (subgraph: string) => GraphQLClient): Question[] {
  const roots = graphQuestions(schema, ({ astNode }) => clientOf(subgraphsIn(schema, astNode, 'join__field')[0] ?? ''));
  const direct = roots.filter(({ name }) => /^(?:Query|Mutation)\./.test(name));
  const named = direct.map((question) => ({ ...question, name: `${question.name} of its subgraph` }));
  return [...named, ...entitiesOf(schema).flatMap((entity) => entityQuestions(schema, entity, clientOf))];
}

function entityQuestions(
  schema: GraphQLSchema,
  entity: string,
  clientOf: (subgraph: string) => GraphQLClient,
): Question[] {
  const type = schema.getType(entity);
  if (!isObjectType(type)) return [];
  const subgraphs = subgraphsIn(schema, type.astNode, 'join__type');
  return subgraphs.map((subgraph): Question => {
    const own = Object.values(type.getFields()).filter(({ name, astNode }) => {
      const from = subgraphsIn(schema, astNode, 'join__field');
      return name !== 'id' && (from.length === 0 ? subgraphs : from).includes(subgraph);
    });
    const selection = own.map((field) => `${field.name} ${selectionOf(getNamedType(field.type))}`).join(' ');
    return {
      name: `_entities of ${entity} of the subgraph ${subgraph}`,
      needs: '',
      about: { path: 'id', entity },
      returns: entity,
      isWrite: false,
      async ask(headers, idFor) {
        const key = { id: idFor({ path: 'id', entity }) };
        const { data, errors = [] } = await clientOf(subgraph).entities(entity, selection, [key], headers);
        const code = errors[0]?.extensions['code']?.toString();
        return { code, value: data?._entities, text: JSON.stringify({ data, errors }) };
      },
    };
  });
}

/** The names of the subgraphs that a directive of composition's names. */
function subgraphsIn(schema: GraphQLSchema, node: Parameters<typeof directivesOf>[0], directive: string): string[] {
  const graphs = schema.getType('join__Graph');
  if (!isEnumType(graphs)) return [];
  return directivesOf(node, directive).flatMap(({ graph }) =>
    directivesOf(graphs.getValue(String(graph))?.astNode, 'join__graph').map(({ name }) => String(name)),
  );
}
