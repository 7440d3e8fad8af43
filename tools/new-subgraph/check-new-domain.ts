import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { entityKeys } from '@commerce/platform/graphql/entity-keys';
import { UserError } from '@commerce/platform/errors/user-error';
import { type GraphQLSchema, isObjectType } from 'graphql';
import { composeSupergraph } from '../composition/compose-supergraph.ts';
import { readSupergraphConfig } from '../composition/supergraph-config.ts';
import { schemaOf } from '../check/subgraph-schema.ts';
import { type NewDomain, pluralOf } from './domain-names.ts';
import { nameClashes } from './name-clashes.ts';
import { renaming } from './renaming.ts';
import { reservedNames } from './reserved-names.ts';
import { takenInGraph } from './taken-in-graph.ts';

/**
 * @param root of the repository.
 * @throws UserError that lists all that is wrong with a domain's names, or says what is there of it already.
 */
export async function checkNewDomain(root: string, newDomain: NewDomain): Promise<void> {
  const { domain, entity, parent } = newDomain;
  throwIfAny([
    ...(/^[a-z][a-z0-9]{1,30}$/.test(domain)
      ? []
      : [
          `the domain's name: expected 2 to 31 small letters and digits, such as review, got ${JSON.stringify(domain)}`,
        ]),
    ...checkEntityName('--entity', entity),
    ...(parent === undefined ? [] : checkEntityName('--extends', parent)),
  ]);

  const there = [`subgraphs/${domain}`, `protos/commerce/${domain}`].filter((path) => existsSync(join(root, path)));
  const subgraphs = await readSupergraphConfig(join(root, 'supergraph.yaml'));
  if (subgraphs.some(({ name }) => name === domain)) there.push(`${domain} in supergraph.yaml`);
  if (there.length > 0) {
    throw new UserError(`The ${domain} domain is there already: ${there.join(', ')}. Nothing was written.`);
  }

  const { supergraph } = composeSupergraph(subgraphs);
  if (!supergraph) throw new UserError('The supergraph does not compose as it is: run `npm run compose` first.');
  const entities = [...new Set(subgraphs.flatMap(({ sdl }) => entitiesOf(schemaOf(sdl))))];
  const rename = renaming(newDomain, ANY_PORTS, new Date());
  throwIfAny(await reservedNames(root, newDomain));
  throwIfAny([
    ...(await takenInGraph(supergraph.schema.toGraphQLJSSchema(), newDomain, rename)),
    ...(pluralOf(entity) === entity ? [`--entity: expected a noun with a plural of its own, got ${entity}`] : []),
    ...(parent === undefined || entities.includes(parent)
      ? []
      : [`--extends: expected an entity with the key "id", ${entities.join(', ')}, got ${parent}`]),
  ]);
  throwIfAny(await nameClashes(newDomain, rename));
}

/** No name depends on them. */
const ANY_PORTS = { graph: 0, graphAdmin: 0, core: 0, coreAdmin: 0 };

function checkEntityName(option: string, name: string): string[] {
  if (/^[A-Z][A-Za-z0-9]{1,40}$/.test(name)) return [];
  return [`${option}: expected a name in PascalCase, such as Review or GiftCard, got ${JSON.stringify(name)}`];
}

function entitiesOf(schema: GraphQLSchema | undefined): string[] {
  return Object.values(schema?.getTypeMap() ?? {})
    .filter((type) => isObjectType(type))
    .filter((type) => entityKeys(type).some(({ text }) => text.trim() === 'id'))
    .map(({ name }) => name);
}

function throwIfAny(problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new UserError([...problems.map((problem) => `  ${problem}`), 'Nothing was written.'].join('\n'));
}
