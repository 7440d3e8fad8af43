import { UserError } from '@commerce/platform/errors/user-error';
import type { Client, estypes } from '@elastic/elasticsearch';
import { isStatus, refusalOf, type Elasticsearch } from './client.ts';
import { log } from '@commerce/platform/log';
import { type IndexDefinition, definition as ownDefinition } from './index-definition.ts';
import { differenceOf, fieldsLacking, numbersOf } from './index-difference.ts';
import { changedLayout, type IndexLayout, layoutSettings } from './index-layout.ts';

/**
 * Creates the products' index behind its alias, and the index of idempotency keys, where they are missing; verifies what is
 * there, adds the fields that it lacks and no older document has a value for, and sees to the number of copies. Many cores may do this at the same time.
 *
 * @throws UserError when the index was made by a definition that this version's code does not serve.
 */
export async function ensureProductIndex(
  { client, alias, layout }: Pick<Elasticsearch, 'client' | 'alias' | 'layout'>,
  definition: IndexDefinition = ownDefinition,
): Promise<void> {
  await createIndex(client, { index: requestsIndex(alias), ...REQUESTS, settings: layoutSettings(layout) });
  if (!(await client.indices.existsAlias({ name: alias }))) {
    const { aliases, ...first } = productIndex(indexName(alias, 1), layout, definition);
    await createIndex(client, { ...first, aliases: { ...aliases, [alias]: { is_write_index: true } } });
  }
  const index = await currentIndex(client, alias);
  const found = await client.indices.get({ index: [index, requestsIndex(alias)] });
  const { [index]: actual } = found;
  const { number, servesFrom } = numbersOf(actual);
  const difference = differenceOf(actual, definition);
  const isServed = number < definition.number ? number >= definition.servesFrom : servesFrom <= definition.number;
  if (difference && number !== definition.number && isServed) {
    const news = `the index is of definition ${number}, and this version's is ${definition.number}: it is served as it is`;
    log.warn({ index }, number < definition.number ? `${news}, until \`npm run reindex\` was run` : news);
  } else if (difference) {
    throw new UserError(
      `The index ${index} has other ${difference} than this version of the catalog core: run \`npm run reindex\` first.`,
    );
  }
  const properties = fieldsLacking(actual, definition);
  if (Object.keys(properties).length > 0) await client.indices.putMapping({ index, properties });
  for (const [name, state] of Object.entries(found)) {
    const settings = changedLayout(layout, state);
    if (settings) await client.indices.putSettings({ index: name, settings });
  }
}

/** The index that the alias stands for. @throws UserError when there is none, or there are several. */
export async function currentIndex(client: Client, alias: string): Promise<string> {
  const indices = await indicesOf(client, alias);
  const [index] = indices;
  if (index === undefined) {
    throw new UserError(
      `There is no alias ${alias} in Elasticsearch: set ELASTICSEARCH_ALIAS to the catalog's, or start the catalog core, which makes it.`,
    );
  }
  if (indices.length > 1) throw new UserError(`The alias ${alias} must stand for one index: ${indices.join(', ')}.`);
  return index;
}

/**
 * The index of products with this name, by a definition. Its alias is for the writes.
 *
 * @param source an index whose documents it is to take: fields that the definition does not know are kept as they are there,
 * because a version that is taken back loses nothing of what the newer one stored.
 */
export function productIndex(
  index: string,
  layout: IndexLayout,
  { number, servesFrom, mappings, settings }: IndexDefinition = ownDefinition,
  source?: estypes.IndicesIndexState,
) {
  const [others, own] = [source?.settings?.index?.analysis, settings.analysis].map(
    (analysis) => (analysis ?? {}) as Record<string, object>,
  ) as [Record<string, object>, Record<string, object>];
  const kinds = Object.keys({ ...others, ...own });
  const analysis = Object.fromEntries(kinds.map((kind) => [kind, { ...others[kind], ...own[kind] }]));
  const properties = { ...source?.mappings?.properties, ...mappings.properties };
  return {
    index,
    mappings: { ...mappings, properties, _meta: { definition: number, servesFrom } },
    settings: { ...settings, ...layoutSettings(layout, source), analysis },
    aliases: { [writeAlias(index)]: {} },
  };
}

/**
 * The alias of one index, for writes. A write that requires it fails when the index has been deleted; a write by the index's
 * own name would make Elasticsearch create an empty index.
 */
export function writeAlias(index: string): string {
  return `${index}-write`;
}

/** The name of the index of a version, counted up by every reindex. */
export function indexName(alias: string, version: number): string {
  return `${alias}-v${version}`;
}

/** @throws UserError for an index that is not one of `indexName`'s. */
export function versionOf(alias: string, index: string): number {
  const version = Number(index.slice(`${alias}-v`.length));
  if (indexName(alias, version) !== index)
    throw new UserError(`The alias ${alias} stands for ${index}, which is no index of the catalog core.`);
  return version;
}

/** The indices of products that are older than this one, and are there. */
export async function versionsBefore(client: Client, alias: string, index: string): Promise<string[]> {
  const names = Object.keys(await client.indices.get({ index: `${alias}-v*`, allow_no_indices: true }));
  return names.filter((name) => {
    const version = Number(name.slice(`${alias}-v`.length));
    return indexName(alias, version) === name && version < versionOf(alias, index);
  });
}

/** One document for each idempotency key that changed something. */
export function requestsIndex(alias: string): string {
  return `${alias}-requests`;
}

const REQUESTS: Omit<estypes.IndicesCreateRequest, 'index'> = {
  mappings: {
    dynamic: 'strict',
    properties: {
      method: { type: 'keyword', index: false, doc_values: false },
      fingerprint: { type: 'keyword', index: false, doc_values: false },
      resourceId: { type: 'keyword', index: false, doc_values: false },
      createdAt: { type: 'date' },
    },
  },
};

async function indicesOf(client: Client, alias: string): Promise<string[]> {
  try {
    return Object.keys(await client.indices.getAlias({ name: alias }));
  } catch (error) {
    if (isStatus(error, 404)) return [];
    throw error;
  }
}

async function createIndex(client: Client, request: estypes.IndicesCreateRequest): Promise<void> {
  try {
    await client.indices.create(request);
  } catch (error) {
    // There already, or another core was faster.
    if (refusalOf(error)?.type !== INDEX_IS_THERE) throw error;
  }
}

/** The answer to the creation of an index that is there. */
export const INDEX_IS_THERE = 'resource_already_exists_exception';
