import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import type { Source } from 'graphql';
import { z } from 'zod';
import { expandVariables } from './expand-variables.ts';
import { readYaml } from './read-yaml.ts';
import { schemaSource } from './schema-source.ts';

export interface SubgraphConfig {
  name: string;
  /** Where the router sends this subgraph's operations, unless its environment says otherwise. */
  routingUrl: string;
  /** Its schema; the source's name is the file's path from the current folder, the URL that told it, or `sdl`. */
  sdl: Source;
}

/**
 * Reads the subgraphs that a supergraph is made of, and their schemas, by name.
 *
 * @param file in Rover's format (https://www.apollographql.com/docs/rover/commands/supergraphs#yaml-configuration-file);
 *   the paths in it start from its folder. Its variables are read.
 * @param anyVersion may be its `federation_version`, for one that is only compared with.
 * @throws UserError that lists everything at fault: where, what was expected, and what came.
 */
export async function readSupergraphConfig(file: string, anyVersion = false): Promise<SubgraphConfig[]> {
  const format = configSchema(dirname(resolve(file)), anyVersion);
  const { subgraphs } = await readYaml(file, expandVariables(format));
  return (
    Object.entries(subgraphs)
      .map(([name, { routing_url: routingUrl, schema }]) => ({
        name,
        // Rover sends the operations where the schema came from, too.
        routingUrl: routingUrl ?? schema.name,
        sdl: schema,
      }))
      // Not as they happened to be read.
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  );
}

/** It is this version that composes, so `federation_version` must name it. */
const { version: INSTALLED } = createRequire(import.meta.url)('@apollo/composition/package.json') as {
  version: string;
};

/** The messages say what was expected. */
function configSchema(folder: string, anyVersion: boolean) {
  return mapping({
    federation_version: anyVersion
      ? z.string()
      : z.literal(
          `=${INSTALLED}`,
          `=${INSTALLED}, the version of the installed @apollo/composition (write that, or install the version you want)`,
        ),
    subgraphs: z
      .record(
        z.string().regex(/^[A-Za-z][\w-]{0,63}$/),
        mapping({
          routing_url: z.url({ protocol: /^https?$/, error: 'an http or https URL' }).optional(),
          schema: schemaSource(folder),
        }).superRefine(({ routing_url: routingUrl, schema }, context) => {
          if (routingUrl !== undefined || isUrl(schema.name)) return;
          context.addIssue({ code: 'custom', path: ['routing_url'], message: 'an http or https URL' });
        }),
        {
          error: ({ code }) =>
            code === 'invalid_key'
              ? 'a name of at most 64 letters, digits, "_" and "-" that begins with a letter'
              : 'a mapping from names to subgraphs',
        },
      )
      .refine((subgraphs) => Object.keys(subgraphs).length > 0, 'at least one subgraph'),
  });
}

/** A mapping without other keys: a misspelt one would pass in silence. */
function mapping<Shape extends z.ZodRawShape>(shape: Shape) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? `one of the keys ${keys}` : `a mapping with the keys ${keys}`),
  });
}

function isUrl(name: string): boolean {
  return /^https?:/.test(name);
}
