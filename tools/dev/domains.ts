import { existsSync } from 'node:fs';
import type { Domain } from '@commerce/platform/domain';
import { UserError } from '@commerce/platform/errors/user-error';
import { fromHere } from '../composition/read-yaml.ts';
import type { SubgraphConfig } from '../composition/supergraph-config.ts';
import { readDomains } from '../domains/read-domains.ts';

/** A subgraph of supergraph.yaml. */
export interface DevDomain {
  name: string;
  /** In the names of environment variables: `ORDER`. */
  prefix: string;
  schemaFile: string;
  /** Its manifest; undefined for a domain whose code is not here. */
  manifest: Domain | undefined;
  /** Where its subgraph usually listens. */
  graphPort: number | undefined;
}

/** @throws UserError for a subgraph whose SDL is no file: there is nothing to make a stand-in of. */
export async function devDomains(subgraphs: readonly SubgraphConfig[]): Promise<DevDomain[]> {
  const manifests = new Map((await readDomains('subgraphs')).map((manifest) => [manifest.name, manifest]));
  return subgraphs.map(({ name, routingUrl, sdl }) => {
    if (!existsSync(sdl.name)) {
      throw new UserError(
        `supergraph.yaml has the schema of the subgraph ${name} from ${sdl.name}: a stand-in is made from a file; name one as schema.file.`,
      );
    }
    const manifest = manifests.get(name);
    return {
      name,
      prefix: manifest?.prefix ?? name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_'),
      schemaFile: fromHere(sdl.name),
      manifest,
      graphPort: manifest?.ports.graph ?? (Number(new URL(routingUrl).port) || undefined),
    };
  });
}

/** The domains whose code is here: those that can be worked on. */
export function domainsHere(domains: readonly DevDomain[]): DevDomain[] {
  return domains.filter(({ manifest }) => manifest !== undefined);
}

/** The program of a part of a domain. */
export function mainOf(domain: string, part: 'core' | 'graph'): string {
  return `subgraphs/${domain}/${part}/main.ts`;
}
