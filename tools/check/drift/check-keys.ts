import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EntityKey, entityKeys } from '@commerce/platform/graphql/entity-keys';
import { toSnakeCase } from '@commerce/platform/values/snake-case';
import type { DescMessage, DescMethod } from '@bufbuild/protobuf';
import { type GraphQLObjectType, isObjectType } from 'graphql';
import { parseSync, Visitor } from 'oxc-parser';
import { type Finding, finding } from '../finding.ts';
import { messageOf, placeOf, type SchemaAndProto } from './schema-and-proto.ts';

/**
 * Reports each resolvable `@key` that lacks a reference resolver or an RPC that takes many keys. Without the resolver an entity
 * has no more fields than the router sent; without the RPC a list costs one RPC for each of its entries.
 *
 * @param folder of the tree.
 */
export async function checkKeys(folder: string, both: SchemaAndProto): Promise<Finding[]> {
  const graph = join(folder, 'subgraphs', both.domain, 'graph');
  const resolved = await referenceResolvers(graph);
  return Object.values(both.schema.getTypeMap())
    .filter((type) => isObjectType(type))
    .flatMap((type) => entityKeys(type).map((key) => ({ type, key })))
    .filter(({ key }) => key.resolvable)
    .flatMap(({ type, key }) => {
      const missing = (message: string, advice: string) =>
        finding({
          verdict: 'error',
          area: 'entities',
          message: `${type.name} has @key(fields: "${key.text}") and ${message}`,
          advice,
          places: placeOf(both, type.name),
          touches: [`subgraphs/${both.domain}/graph`, `subgraphs/${both.domain}/core`],
        });
      const name = `${toSnakeCase(key.fields.at(-1)?.name ?? '')}s`;
      return [
        ...(resolved.has(type.name)
          ? []
          : [missing('no reference resolver', `Add ${type.name}.__resolveReference to the graph's resolvers.`)]),
        ...unbatched(both, type, key).map((what) =>
          missing(
            `no batch RPC behind ${what}`,
            `Add an RPC that takes a repeated ${name} and answers in their order, or write resolvable: false.`,
          ),
        ),
      ];
    });
}

/** What no RPC answers for many keys at once: the type itself, or, where another subgraph owns it, some of its fields. */
function unbatched(both: SchemaAndProto, type: GraphQLObjectType, key: EntityKey): string[] {
  const { proto, mapping } = both;
  const message = messageOf(both, type);
  const takes = (rpc: DescMethod) => takesMany(rpc, type, key);
  if (message) {
    return [...proto.rpcs.values()].some((rpc) => takes(rpc) && answers(rpc, message)) ? [] : ['it'];
  }
  return Object.values(type.getFields())
    .map(({ name }) => `${type.name}.${name}`)
    .filter((coordinate) => mapping.rpcs[coordinate])
    .filter(
      (coordinate) =>
        !mapping.rpcs[coordinate]?.some((name) => [proto.rpcs.get(name)].some((rpc) => rpc && takes(rpc))),
    );
}

function takesMany({ input }: DescMethod, type: GraphQLObjectType, { fields }: EntityKey): boolean {
  const names = fields.map(({ name }) => toSnakeCase(name));
  const [single] = names.length === 1 ? names : [];
  return input.fields.some(({ name, message, fieldKind }) => {
    if (fieldKind !== 'list') return false;
    if (single !== undefined) return name === `${single}s` || name === `${toSnakeCase(type.name)}_${single}s`;
    const parts = message?.fields.map((part) => part.name);
    return names.every((part) => parts?.includes(part));
  });
}

/** Does an RPC return many of a message? It repeats the message, or a result that may lack it. */
function answers({ output }: DescMethod, message: DescMessage): boolean {
  return output.fields.some(
    (field) =>
      field.fieldKind === 'list' &&
      (field.message === message || field.message?.fields.some((inner) => inner.message === message)),
  );
}

/** The types for which a graph's files have an object with a `__resolveReference`. */
async function referenceResolvers(graph: string): Promise<Set<string>> {
  const files = (await readdir(graph)).filter((name) => name.endsWith('.ts'));
  const types = new Set<string>();
  for (const file of files) {
    const { program } = parseSync(file, await readFile(join(graph, file), 'utf8'));
    const add = (name: unknown, value: unknown) => {
      if (typeof name === 'string' && hasReferenceResolver(value)) types.add(name);
    };
    new Visitor({
      Property: ({ key, value }) => add(key.type === 'Identifier' ? key.name : undefined, value),
      VariableDeclarator: ({ id, init }) => add(id.type === 'Identifier' ? id.name : undefined, init),
    }).visit(program);
  }
  return types;
}

function hasReferenceResolver(value: unknown): boolean {
  const { type, properties = [] } = (value ?? {}) as { type?: string; properties?: { key?: { name?: string } }[] };
  return type === 'ObjectExpression' && properties.some(({ key }) => key?.name === '__resolveReference');
}
