import { existsSync } from 'node:fs';
import { UserError } from '@commerce/platform/errors/user-error';
import { fromHere } from '../composition/read-yaml.ts';
import type { SubgraphConfig } from '../composition/supergraph-config.ts';

/** A domain as its place in the repository tells it. */
export interface Domain {
  name: string;
  /** In the names of environment variables: `ORDER`. */
  prefix: string;
  schemaFile: string;
  /** Within `protos/`; undefined for a subgraph that has no core here. */
  protoFile: string | undefined;
  /** Where its subgraph usually listens. */
  usualPort: number | undefined;
}

/** @throws UserError for a subgraph whose SDL is no file: there is nothing to make a stand-in of. */
export function domainsOf(subgraphs: readonly SubgraphConfig[]): Domain[] {
  return subgraphs.map(({ name, routingUrl, sdl }) => {
    if (!existsSync(sdl.name)) {
      throw new UserError(
        `supergraph.yaml has the schema of the subgraph ${name} from ${sdl.name}: a stand-in is made from a file; name one as schema.file.`,
      );
    }
    const protoFile = `commerce/${name}/v1/${name}_service.proto`;
    return {
      name,
      prefix: name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_'),
      schemaFile: fromHere(sdl.name),
      protoFile: existsSync(`protos/${protoFile}`) ? protoFile : undefined,
      usualPort: Number(new URL(routingUrl).port) || undefined,
    };
  });
}

/** The domains whose code is here: those that can be worked on. */
export function domainsHere(domains: readonly Domain[]): Domain[] {
  return domains.filter(({ name }) => PARTS.every((part) => existsSync(mainOf(name, part))));
}

export type OwnPart = (typeof PARTS)[number];

/** The program of a part of a domain. */
export function mainOf(domain: string, part: OwnPart): string {
  return `subgraphs/${domain}/${part}/main.ts`;
}

const PARTS = ['core', 'graph'] as const;
