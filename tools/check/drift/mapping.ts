import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readYaml } from '../../composition/read-yaml.ts';

/**
 * How a subgraph's schema and its core's proto correspond where their names do not say it: `graph/mapping.yaml`.
 * Coordinates of the schema (`Order.account`) stand on the left, names of the proto on the right.
 */
export interface Mapping {
  /** The message of a type, or the enum of an enum, that has another name. */
  messages: Record<string, string>;
  /** The field of the message behind a field of the schema. */
  fields: Record<string, string>;
  /** The RPCs behind a field of the schema that no message has. */
  rpcs: Record<string, string[]>;
  /** What only one of the two has, of either side, and why. */
  unmapped: Record<string, string>;
}

/** @returns an empty mapping when the domain declares none. @throws UserError when the file is not valid. */
export async function readMapping(folder: string, domain: string): Promise<Mapping> {
  const file = join(folder, mappingFile(domain));
  return existsSync(file) ? await readYaml(file, schema) : schema.parse({});
}

export function mappingFile(domain: string): string {
  return `subgraphs/${domain}/graph/mapping.yaml`;
}

const names = z.record(z.string(), z.string('a name of the proto')).default({});
const schema = z.strictObject({
  messages: names,
  fields: names,
  rpcs: z
    .record(
      z.string(),
      z.union([z.string().transform((name) => [name]), z.array(z.string())], 'the name of an RPC, or a list of them'),
    )
    .default({}),
  unmapped: z.record(z.string(), z.string('the reason')).default({}),
});
