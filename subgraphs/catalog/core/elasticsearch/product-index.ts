import { isDeepStrictEqual } from 'node:util';
import { StartError } from '@commerce/platform/process/start-error';
import type { Client, estypes } from '@elastic/elasticsearch';
import { isStatus, type Elasticsearch } from './client.ts';
import { mappings, settings } from './index-definition.ts';

/**
 * Creates the products' index behind its alias, and the index of request ids, where they are missing; verifies what is
 * there. Many cores may do this at the same time.
 *
 * @throws StartError when the index was made by another definition than this version's.
 */
export async function ensureProductIndex({ client, alias }: Elasticsearch): Promise<void> {
  await createIndex(client, requestsIndex(alias), REQUESTS);
  if (!(await client.indices.existsAlias({ name: alias }))) {
    await createIndex(client, indexName(alias, 1), {
      mappings,
      settings,
      aliases: { [alias]: { is_write_index: true } },
    });
  }
  const index = await currentIndex(client, alias);
  const difference = await differenceOf(client, index);
  if (difference) {
    throw new StartError(
      `The index ${index} has other ${difference} than this version of the catalog core: run \`npm run reindex\` first.`,
    );
  }
}

/** The index that the alias stands for. @throws StartError when there is none, or an index has the alias's name. */
export async function currentIndex(client: Client, alias: string): Promise<string> {
  const [index, ...others] = Object.keys(await client.indices.getAlias({ name: alias }));
  if (index === undefined || others.length > 0) {
    throw new StartError(`The alias ${alias} must stand for one index, and stands for ${others.length + 1}.`);
  }
  return index;
}

/** The name of the index of a version, counted up by every reindex. */
export function indexName(alias: string, version: number): string {
  return `${alias}-v${version}`;
}

/** @throws StartError for an index that is not one of `indexName`'s. */
export function versionOf(alias: string, index: string): number {
  const version = Number(index.slice(`${alias}-v`.length));
  if (indexName(alias, version) !== index)
    throw new StartError(`The alias ${alias} stands for ${index}, which is no index of the catalog core.`);
  return version;
}

/** One document for each request id that changed something. */
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
  settings: { auto_expand_replicas: '0-1' },
};

async function createIndex(client: Client, index: string, definition: Omit<estypes.IndicesCreateRequest, 'index'>) {
  try {
    await client.indices.create({ index, ...definition });
  } catch (error) {
    // There already, or another core was faster.
    if (!(isStatus(error, 400) && String(error).includes('resource_already_exists_exception'))) throw error;
  }
}

/** Where an index differs from the definition. Elasticsearch gives a definition back as it took it. */
async function differenceOf(client: Client, index: string): Promise<'mappings' | 'analyzers' | undefined> {
  const { [index]: actual } = await client.indices.get({ index });
  if (!isDeepStrictEqual(actual?.mappings, mappings)) return 'mappings';
  if (!isDeepStrictEqual(actual?.settings?.index?.analysis, settings.analysis)) return 'analyzers';
  return undefined;
}
