import { createHash } from 'node:crypto';
import { z } from 'zod';

/** A document that a team's clients send, as its manifest has it. */
export interface TrustedDocument {
  /** What clients name it by; what it is made from is its team's own. */
  id: string;
  /** Its operation's. */
  name: string;
  body: string;
  /** The body's SHA-256, in lower-case hexadecimal digits. */
  sha256: string;
}

/**
 * Reads a manifest in Apollo's format
 * (https://www.apollographql.com/docs/graphos/platform/security/persisted-queries#manifest-format), or of texts by their
 * ids alone, as GraphQL Code Generator and Relay's compiler write it.
 *
 * @param name of the manifest, for the error.
 * @throws Error with the path of what is wrong.
 */
export function parseManifest(text: string, name: string): TrustedDocument[] {
  const { data, error } = manifestShape.safeParse(inApollosFormat(parseJson(text, name)));
  if (!data) {
    const [{ path, message } = { path: [], message: 'unknown' }] = error.issues;
    throw new Error(`${name} is not a persisted-query manifest: ${pathOf(path)}: ${message}`);
  }
  const ids = new Map<string, string>();
  return data.operations.map(({ id, name: operation, body }, index) => {
    if ((ids.get(id) ?? body) !== body) {
      const place = `operations[${index}].id`;
      throw new Error(`${name} is not a persisted-query manifest: ${place}: an operation before it has the same`);
    }
    ids.set(id, body);
    return { id, name: operation, body, sha256: sha256(body) };
  });
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Of a manifest; thousands of operations have less. */
export const MAX_MANIFEST_BYTES = 16 * 1024 * 1024;

const manifestShape = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z
    .array(
      z.object({
        id: z.string().min(1).max(256),
        name: z.string().max(256),
        type: z.enum(['query', 'mutation', 'subscription']),
        body: z.string().min(1),
      }),
    )
    .max(10_000),
});

/** @returns a manifest of texts by their ids in Apollo's format, and anything else as it is. */
function inApollosFormat(manifest: unknown): unknown {
  const { data: texts } = textsById.safeParse(manifest);
  if (!texts || 'format' in texts) return manifest;
  const operations = Object.entries(texts).map(([id, body]) => {
    const [, type, name = ''] = OPERATION.exec(body) ?? [];
    return { id, name, type, body };
  });
  return { format: 'apollo-persisted-query-manifest', version: 1, operations };
}

const textsById = z.record(z.string(), z.string()).refine((texts) => Object.keys(texts).length > 0);

/** The operation that a text has, which may stand behind its fragments. */
const OPERATION = /(?:^|\n)(query|mutation|subscription)\b\s*(\w*)/;

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${name} is not a persisted-query manifest: it is not JSON`, { cause: error });
  }
}

function pathOf(path: readonly PropertyKey[]): string {
  const written = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return written.replace(/^\./, '') || 'all of it';
}
