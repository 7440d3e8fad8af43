import { isTypeDefinitionNode, parse, print, visit } from 'graphql';
import { expect, test } from 'vitest';
import { costOf } from './cost.ts';
import type { GraphQLClient } from './graphql-client.ts';
import { repeat } from './repeat.ts';

/** A type with a key that a subgraph resolves. */
export interface EntityUnderTest {
  type: string;
  /** What to select of it, `id` among it. */
  fields: string;
  /** Makes one and returns it as the selection does. */
  create: () => Promise<{ id: string }>;
  /** What the subgraph says of an id that it does not know; null unless given. */
  unknown?: (id: string) => object;
  /** The one RPC that brings any number of them, and the store that it reads with one statement. */
  rpc: string;
  store: string;
}

/** What every subgraph shows to a router (https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec). */
export function subgraphContract(options: {
  graph: () => GraphQLClient;
  /** The text of the subgraph's SDL file. */
  schema: () => Promise<string>;
  entities: EntityUnderTest[];
}): void {
  const { graph, schema, entities } = options;

  test('_service gives the types of the schema file', async () => {
    const { _service } = await graph().ask<{ _service: { sdl: string } }>('{ _service { sdl } }');
    expect(definitionsOf(_service.sdl)).toEqual(definitionsOf(await schema()));
  });

  for (const { type, fields, create, unknown, rpc, store } of entities) {
    const read = async (ids: string[]) => {
      const representations = ids.map((id) => ({ __typename: type, id }));
      const { data, errors } = await graph().entities(`... on ${type} { ${fields} }`, representations);
      expect(errors).toBeUndefined();
      return data?._entities;
    };
    const nothing = (id: string) => unknown?.(id) ?? null;

    test(`_entities keeps the order of ${type}s and their repeats, and has a place for what is unknown`, async () => {
      const [first, second] = [await create(), await create()];
      const ids = [second.id, UNKNOWN, first.id, 'nonsense', second.id];
      const expected = [second, nothing(UNKNOWN), first, nothing('nonsense'), second];
      expect(await read(ids)).toEqual(expected);
    });

    test(`50 ${type}s cost one RPC and one statement`, async () => {
      const made = await repeat(50, () => create());
      const ids = made.map(({ id }) => id);
      await read(ids);
      const cost = await costOf(async () => expect(await read(ids)).toEqual(made));
      expect(cost).toEqual({ rpcs: { [rpc]: 1 }, statements: { [store]: 1 } });
    });
  }
}

const UNKNOWN = '01890000-0000-7000-8000-000000000000';

/** Its definitions in one way of writing them, sorted, without those that federation adds. */
function definitionsOf(sdl: string): string[] {
  const document = visit(parse(sdl, { noLocation: true }), {
    StringValue: (node) => ({ ...node, block: false }),
    FieldDefinition: (node) => (node.name.value.startsWith('_') ? null : node),
  });
  return document.definitions
    .filter((definition) => isTypeDefinitionNode(definition) && !definition.name.value.includes('_'))
    .map((definition) => print(definition))
    .toSorted();
}
