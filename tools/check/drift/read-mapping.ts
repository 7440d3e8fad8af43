import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Mapping } from '@commerce/platform/graphql/mapping';
import { UserError } from '@commerce/platform/errors/user-error';

/**
 * A domain's mapping as a tree has it. The tree may be one that nothing is installed in: the file imports only types.
 *
 * @returns an empty mapping when the domain declares none.
 * @throws UserError when the file cannot be loaded.
 */
export async function readMapping(folder: string, domain: string): Promise<Required<Mapping>> {
  const file = join(folder, mappingFile(domain));
  return { messages: {}, fields: {}, rpcs: {}, unmapped: {}, ...(existsSync(file) && (await load(file))) };
}

export function mappingFile(domain: string): string {
  return `subgraphs/${domain}/graph/mapping.ts`;
}

async function load(file: string): Promise<Mapping> {
  try {
    const { mapping } = (await import(pathToFileURL(file).href)) as { mapping?: Mapping };
    if (!mapping) throw new Error('it exports no `mapping`');
    return mapping;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`Cannot load ${file} (${reason}): it exports a Mapping, and imports nothing but types.`, error);
  }
}
