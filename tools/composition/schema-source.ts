import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Source } from 'graphql';
import { z } from 'zod';
import { fileReason, fromHere } from './read-yaml.ts';

/**
 * Where a subgraph's schema comes from, as in Rover's file: an SDL `file`, the `sdl` itself, or a `subgraph_url` that is
 * asked for it. It becomes a source, whose name is the file's path from the current folder, or what stands for one.
 *
 * @param folder from which the paths of files start.
 */
export const schemaSource = (folder: string) =>
  z
    .strictObject(
      {
        file: z.string('the path of an SDL file').optional(),
        subgraph_url: z.url({ protocol: /^https?$/, error: 'an http or https URL of a running subgraph' }).optional(),
        sdl: z.string('a schema in SDL').optional(),
      },
      {
        error: ({ code }) =>
          code === 'unrecognized_keys'
            ? 'one of the keys file, subgraph_url, sdl'
            : 'a mapping with one of the keys file, subgraph_url, sdl',
      },
    )
    .refine((source) => Object.keys(source).length === 1, 'exactly one of the keys file, subgraph_url, sdl')
    .transform(async ({ file, subgraph_url: url, sdl = '' }, context) => {
      try {
        if (file !== undefined) return await readSchemaFile(resolve(folder, file));
        return url === undefined ? new Source(sdl, 'sdl') : new Source(await introspect(url), url);
      } catch (error) {
        const [key, expected] =
          file === undefined
            ? ['subgraph_url', `a subgraph that tells its schema, as it does in development (${reasonOf(error)})`]
            : ['file', `an SDL file to read (${reasonOf(error)})`];
        context.addIssue({ code: 'custom', path: [key], message: expected });
        return z.NEVER;
      }
    });

async function readSchemaFile(file: string): Promise<Source> {
  try {
    return new Source(await readFile(file, 'utf8'), fromHere(file));
  } catch (error) {
    throw new Error(`${fromHere(file)}: ${fileReason(error)}`, { cause: error });
  }
}

/** https://www.apollographql.com/docs/graphos/reference/federation/subgraph-specific-fields#query_service */
async function introspect(url: string): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
    signal: AbortSignal.timeout(INTROSPECTION_MS),
  });
  const { data, errors } = ANSWER.parse(await response.json());
  const sdl = data?._service?.sdl;
  if (sdl === undefined) throw new Error(errors?.[0]?.message ?? `it answered ${response.status}`);
  return sdl;
}

const INTROSPECTION_MS = 10_000;

const ANSWER = z.object({
  data: z.object({ _service: z.object({ sdl: z.string() }).nullish() }).nullish(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});

/** What `fetch` has to say is in its error's cause. */
function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError || error instanceof SyntaxError) return 'it answers with something else';
  const { message = String(error), cause } = error as { message?: string; cause?: unknown };
  if (message !== 'fetch failed') return message;
  const { code, message: text } = (cause ?? {}) as { code?: string; message?: string };
  return text || code || message;
}
