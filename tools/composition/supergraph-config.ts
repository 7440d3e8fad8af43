import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { Source } from 'graphql';
import { z } from 'zod';
import { fileReason, fromHere, readYaml } from './read-yaml.ts';

export interface SubgraphConfig {
  name: string;
  /** Where the router sends this subgraph's operations, unless its environment says otherwise. */
  routingUrl: string;
  /** Its schema; the source's name is the file's path from the current folder. */
  sdl: Source;
}

/**
 * Reads the subgraphs that a supergraph is made of, and their schemas.
 *
 * @param file in Rover's format (https://www.apollographql.com/docs/rover/commands/supergraphs#yaml-configuration-file);
 *   the paths in it start from its folder.
 * @throws StartError that lists everything at fault: where, what was expected, and what came.
 */
export async function readSupergraphConfig(file: string): Promise<SubgraphConfig[]> {
  const { subgraphs } = await readYaml(file, configSchema(dirname(resolve(file))));
  return Object.entries(subgraphs).map(([name, { routing_url: routingUrl, schema }]) => ({
    name,
    routingUrl,
    sdl: schema.file,
  }));
}

/** It is this version that composes, so `federation_version` must name it. */
const { version: INSTALLED } = createRequire(import.meta.url)('@apollo/composition/package.json') as {
  version: string;
};

/** The messages say what was expected. */
function configSchema(folder: string) {
  const schemaFile = z.string('the path of an SDL file').transform(async (path, context) => {
    const file = resolve(folder, path);
    try {
      return new Source(await readFile(file, 'utf8'), fromHere(file));
    } catch (error) {
      context.addIssue({ code: 'custom', message: `an SDL file to read (${fromHere(file)}: ${fileReason(error)})` });
      return z.NEVER;
    }
  });
  const notYet = z.never('nothing here: of the sources of a schema only "file" is understood so far').optional();
  return mapping({
    federation_version: z.literal(
      `=${INSTALLED}`,
      `=${INSTALLED}, the version of the installed @apollo/composition (write that, or install the version you want)`,
    ),
    subgraphs: z
      .record(
        z.string().regex(/^[A-Za-z][\w-]{0,63}$/),
        mapping({
          routing_url: z.url({ protocol: /^https?$/, error: 'an http or https URL' }),
          schema: mapping({ file: schemaFile, subgraph_url: notYet, sdl: notYet }),
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
