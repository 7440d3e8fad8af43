import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import {
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isLeafType,
  isObjectType,
} from 'graphql';
import { directivesOf } from './directives-of.ts';
import { idArgumentsOf, argumentsFor } from './graph-arguments.ts';
import { needsOf } from './needs.ts';
import type { Question } from './question.ts';

/**
 * The fields of Query, those that are protected, and those of Mutation: one question for each argument that is an id, and
 * one without where a field can do without.
 *
 * @param graphOf whom a field of Query or Mutation is asked of.
 */
export function graphQuestions(schema: GraphQLSchema, graphOf: (root: Field) => GraphQLClient): Question[] {
  const entities = entitiesOf(schema);
  const askedOf = (type: GraphQLObjectType, way: Field[], fields: readonly [Field, ...Field[]]): Question[] => {
    const [first] = fields;
    const root = way[0] ?? first;
    const ids = idArgumentsOf(root, entities);
    const name = `${type.name}.${fields.map((field) => field.name).join(', ')}`;
    const isWrite = type === schema.getMutationType();
    const asked = (about?: Question['about']): Question => ({
      name: about && way.length === 0 ? `${name}(${about.path})` : name,
      needs: needsOf(first, type).join('; '),
      ...(about && { about }),
      returns: entityIn(getNamedType(first.type), entities),
      isWrite,
      async ask(headers, idFor, key) {
        const { declared, passed, variables } = argumentsFor(root, entities, idFor, about?.path, key);
        const fieldOf = (field: Field) => `${field.name}${field === root ? passed : ''}`;
        const selection = fields.map((field) => `${fieldOf(field)} ${selectionOf(getNamedType(field.type))}`).join(' ');
        const all = way.reduceRight((inner, field) => `${fieldOf(field)} { ${inner} }`, selection);
        const document = `${isWrite ? 'mutation' : 'query'} ${declared} { ${all} }`;
        const { data, errors = [] } = await graphOf(root).query(document, variables, headers);
        const code = errors[0]?.extensions['code']?.toString();
        return { code, value: valueAt(data, way), text: JSON.stringify({ data, errors }) };
      },
    });
    const required = ids.find(({ isRequired }) => isRequired);
    // A field further down is looked at once, about that by which it is reached.
    if (way.length > 0) return [asked(required)];
    return [...(required ? [] : [asked()]), ...ids.map(({ path, entity }) => asked({ path, entity }))];
  };
  const roots = (type: GraphQLObjectType | null | undefined) =>
    type ? Object.values(type.getFields()).flatMap((field) => askedOf(type, [], [field])) : [];
  const inner = [...waysTo(schema, entities)].flatMap(([type, way]) =>
    protectedFields(type).flatMap((fields) => askedOf(type, way, fields)),
  );
  return [...roots(schema.getQueryType()), ...inner, ...roots(schema.getMutationType())];
}

/** Those of a type that are protected; together what is so by the type alone. */
function protectedFields(type: GraphQLObjectType): [Field, ...Field[]][] {
  const ofType = needsOf(undefined, type).join();
  const fields = Object.values(type.getFields()).filter((field) => needsOf(field, type).length > 0);
  const isAlone = (field: Field) => needsOf(field, undefined).length > 0 || ofType === '';
  const [first, ...others] = fields.filter((field) => !isAlone(field));
  return [
    ...(first ? [[first, ...others] satisfies [Field, ...Field[]]] : []),
    ...fields.filter(isAlone).map((field): [Field] => [field]),
  ];
}

type Field = GraphQLField<unknown, unknown>;

/** The types that have a key `id`. */
export function entitiesOf(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter(({ astNode }) => directivesOf(astNode, 'join__type').some(({ key }) => key === 'id'))
    .map(({ name }) => name);
}

/** The shortest way to each type that can be reached, by the id of something where there is one that takes it. */
function waysTo(schema: GraphQLSchema, entities: string[]): Map<GraphQLObjectType, Field[]> {
  const ways = new Map<GraphQLObjectType, Field[]>();
  const byId = (field: Field) => idArgumentsOf(field, entities).some(({ isRequired }) => isRequired);
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {});
  let found: Field[][] = [...roots.filter(byId), ...roots.filter((field) => !byId(field))].map((field) => [field]);
  while (found.length > 0) {
    const next: Field[][] = [];
    for (const way of found) {
      const [last] = way.slice(-1);
      const type = last && getNamedType(last.type);
      if (!isObjectType(type) || ways.has(type)) continue;
      ways.set(type, way);
      next.push(...Object.values(type.getFields()).map((field) => [...way, field]));
    }
    found = next;
  }
  return ways;
}

/** The least that can be asked of a type: its id, or that of what is in it, or any value. */
export function selectionOf(type: GraphQLNamedType): string {
  if (!isObjectType(type)) return '';
  const kept = leastOf(type);
  return kept ? `{ ${kept.name} ${selectionOf(getNamedType(kept.type))} }` : '{ __typename }';
}

/** The entity whose id that is. */
function entityIn(type: GraphQLNamedType, entities: string[]): string | undefined {
  if (!isObjectType(type) || entities.includes(type.name)) return isObjectType(type) ? type.name : undefined;
  const kept = leastOf(type);
  return kept && entityIn(getNamedType(kept.type), entities);
}

function leastOf(type: GraphQLObjectType): Field | undefined {
  const fields = Object.values(type.getFields());
  return (
    fields.find(({ name }) => name === 'id') ??
    fields.find((field) => hasId(getNamedType(field.type))) ??
    fields.find((field) => isLeafType(getNamedType(field.type)))
  );
}

function hasId(type: GraphQLNamedType): boolean {
  return isObjectType(type) && type.getFields()['id'] !== undefined;
}

/** What is at the end of a way; of lists on it, what is at the end of each entry's. */
function valueAt(data: unknown, way: Field[]): unknown {
  return way.reduce<unknown>((value, { name }) => {
    const step = (each: unknown) => (each as Record<string, unknown> | null | undefined)?.[name];
    return Array.isArray(value) ? value.map(step) : step(value);
  }, data);
}
