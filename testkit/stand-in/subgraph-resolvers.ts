import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getNamedType,
  isLeafType,
  isObjectType,
  isScalarType,
} from 'graphql';
import { entityKeys } from '@commerce/platform/graphql/entity-keys';
import * as scalars from '@commerce/platform/graphql/scalars';
import { type MadeUpObject, madeUpObject, madeUpValue } from './made-up-object.ts';

/**
 * Resolvers for all fields of an SDL, which make up their values from it.
 *
 * @param before is called before each root field, and before each field of an entity that the caller does not know.
 */
export function subgraphResolvers(typeDefs: DocumentNode, before: () => Promise<void>): object {
  const schema = buildSubgraphSchema({ typeDefs });
  const roots = new Set([schema.getQueryType(), schema.getMutationType()]);
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('_'));
  const isKnown = (name: string): name is keyof typeof scalars => name in scalars;
  return Object.fromEntries([
    ...types.filter(isScalarType).flatMap(({ name }) => (isKnown(name) ? [[name, scalars[name]] as const] : [])),
    ...types.filter(isObjectType).map((type) => {
      const fields = Object.values(type.getFields()).filter(({ name }) => !name.startsWith('_'));
      const resolve = roots.has(type) ? rootResolver(before) : fieldResolver;
      const resolvers = Object.fromEntries(fields.map(({ name }) => [name, resolve]));
      return [
        type.name,
        entityKeys(type).length > 0 ? { ...resolvers, __resolveReference: reference(type, before) } : resolvers,
      ];
    }),
  ]);
}

type Arguments = Readonly<Record<string, unknown>>;

function rootResolver(before: () => Promise<void>) {
  return async (_: unknown, args: Arguments, _context: unknown, info: GraphQLResolveInfo) => {
    await before();
    // Two calls with other arguments are two things, though neither has a key.
    const seed = `${info.parentType.name}.${info.fieldName} ${JSON.stringify(args)}`;
    return value(info, seed, asked(args, info));
  };
}

async function fieldResolver(parent: MadeUpObject, args: Arguments, _context: unknown, info: GraphQLResolveInfo) {
  const { fieldName } = info;
  const known = parent.known[fieldName];
  if (known === undefined) await parent.before?.();
  return value(info, seedOfField(parent.seed, fieldName), known ?? asked(args, info));
}

/** Its key is the caller's own: what fails are the fields that the subgraph adds. */
function reference(type: GraphQLObjectType, before: () => Promise<void>) {
  return (representation: object): MadeUpObject => ({
    ...madeUpObject(type, JSON.stringify(representation), representation),
    before,
  });
}

function value(info: GraphQLResolveInfo, seed: string, given: unknown): unknown {
  const { schema, fieldName: field } = info;
  return madeUpValue(info.returnType, { schema, seed, owner: info.parentType.name, field, given });
}

/** What arguments say of the objects in the result: their own values, and those of the input objects among them. */
function asked(args: Arguments, { returnType }: GraphQLResolveInfo): object | undefined {
  if (isLeafType(getNamedType(returnType))) return undefined;
  const inputs = Object.values(args).filter((input) => typeof input === 'object' && !Array.isArray(input));
  return Object.assign({}, ...inputs, args) as object;
}

/** A connection's nodes are those of its edges (https://relay.dev/graphql/connections.htm). */
function seedOfField(seed: string, field: string): string {
  if (field === 'node') return seed;
  return `${seed}.${field === 'edges' ? 'nodes' : field}`;
}
