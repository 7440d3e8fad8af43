import { graphqlClient } from '@commerce/testkit/graphql-client';
import type { EntityUnderTest, Known } from '@commerce/testkit/conformance/subject';
import { z } from 'zod';
import { readYaml } from '../composition/read-yaml.ts';

/**
 * Reads how a subgraph's entities are found or made.
 *
 * @param url of the subgraph, where they are made.
 * @throws UserError that lists everything at fault.
 */
export async function readEntities(file: string, url: string): Promise<EntityUnderTest[]> {
  const entities = await readYaml(file, entitiesFile);
  return Object.entries(entities).map(([type, entity]) => ({
    type,
    unknown: entity.unknown,
    find: async (count) =>
      'samples' in entity ? entity.samples.slice(0, count) : await make(url, entity.create, count),
  }));
}

const known = z.record(z.string(), z.unknown(), 'fields and their values');
const unknown = known.optional();

const entitiesFile = z.record(
  z.string(),
  z.union(
    [z.strictObject({ create: z.string(), unknown }), z.strictObject({ samples: z.array(known).min(2), unknown })],
    'create: a mutation that makes one and selects its key, or samples: two or more that exist; beside it unknown: at most',
  ),
  'for each type with a key, create or samples',
);

/** What the first field of a mutation gives, so many times. */
async function make(url: string, mutation: string, count: number): Promise<Known[]> {
  const made: Known[] = [];
  while (made.length < count) {
    const { data, errors } = await graphqlClient(url).query(mutation);
    const result = known.safeParse(Object.values(data ?? {})[0]);
    if (!result.success) throw new Error(`create made nothing: ${errors?.[0]?.message ?? 'its first field is null'}`);
    made.push(result.data);
  }
  return made;
}
