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
import { idArgumentsOf, printArguments } from './graph-arguments.ts';
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
  const question = (type: GraphQLObjectType, fields: Fields): Question[] => {
    const [root, ...inner] = fields;
    const last = fields.at(-1) ?? root;
    const ids = idArgumentsOf(root, entities);
    const name = `${type.name}.${last.name}`;
    const isWrite = schema.getMutationType()?.getFields()[root.name] === root;
    const value = getNamedType(last.type);
    const base = {
      needs: needsOf(last, type).join('; '),
      returns: entityIn(value, entities),
      isWrite,
    };
    const asked = (about?: Question['about']): Question => ({
      ...base,
      name: about && inner.length === 0 ? `${name}(${about.path})` : name,
      ...(about && { about }),
      async ask(headers, idFor, key) {
        const given = printArguments(root, entities, idFor, about?.path, key);
        const nested = inner.reduceRight(
          (selection, { name: field }) => `{ ${field} ${selection} }`,
          selectionOf(value),
        );
        const document = `${isWrite ? 'mutation' : 'query'} { ${root.name}${given} ${nested} }`;
        const { data, errors = [] } = await graphOf(root).query(document, {}, headers);
        return {
          code: errors[0]?.extensions['code']?.toString(),
          value: valueAt(data, fields),
          text: JSON.stringify({ data, errors }),
        };
      },
    });
    const mustHave = ids.some(({ isRequired }) => isRequired);
    // A field further down is looked at once, about that by which it is reached.
    if (inner.length > 0) return [asked(ids.find(({ isRequired }) => isRequired))];
    return [...(mustHave ? [] : [asked()]), ...ids.map(({ path, entity }) => asked({ path, entity }))];
  };
  const roots = (type: GraphQLObjectType | null | undefined) =>
    type ? Object.values(type.getFields()).flatMap((field) => question(type, [field])) : [];
  const inner = [...waysTo(schema, entities)].flatMap(([type, way]) =>
    Object.values(type.getFields())
      .filter((field) => needsOf(field, type).length > 0)
      .flatMap((field) => question(type, [...way, field])),
  );
  return [...roots(schema.getQueryType()), ...inner, ...roots(schema.getMutationType())];
}

type Field = GraphQLField<unknown, unknown>;
type Fields = readonly [Field, ...Field[]];

/** The types that have a key `id`. */
export function entitiesOf(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter(({ astNode }) => directivesOf(astNode, 'join__type').some(({ key }) => key === 'id'))
    .map(({ name }) => name);
}

/** The shortest way to each type that can be reached, by the id of something where there is one that takes it. */
function waysTo(schema: GraphQLSchema, entities: string[]): Map<GraphQLObjectType, Fields> {
  const ways = new Map<GraphQLObjectType, Fields>();
  const byId = (field: Field) => idArgumentsOf(field, entities).some(({ isRequired }) => isRequired);
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {});
  let found: Fields[] = [...roots.filter(byId), ...roots.filter((field) => !byId(field))].map((field) => [field]);
  while (found.length > 0) {
    const next: Fields[] = [];
    for (const way of found) {
      const type = getNamedType((way.at(-1) ?? way[0]).type);
      if (!isObjectType(type) || ways.has(type)) continue;
      ways.set(type, way);
      next.push(...Object.values(type.getFields()).map((field): Fields => [...way, field]));
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
function valueAt(data: unknown, fields: Fields): unknown {
  return fields.reduce<unknown>((value, { name }) => {
    const step = (each: unknown) => (each as Record<string, unknown> | null | undefined)?.[name];
    return Array.isArray(value) ? value.map(step) : step(value);
  }, data);
}
