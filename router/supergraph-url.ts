import { createHash } from 'node:crypto';
import { redactUrls } from '@commerce/platform/values/redact-urls';
import { lastGoodFile } from './last-good-supergraph.ts';
import type { SupergraphSource } from './supergraph-source.ts';

/**
 * A supergraph that is published at a URL, with its SHA-256 beside it at `<path>.sha256`, as `sha256sum` writes it: what is
 * half published, or cut off on the way, is not served.
 *
 * @param url may have `user:password@`, sent as HTTP's Basic credentials (https://www.rfc-editor.org/rfc/rfc7617), and a
 *   query, as signed URLs have; the checksum's has the same.
 * @param cache the path of a file for the last good one.
 */
export function supergraphUrl(url: string, cache: string, pollMs: number): SupergraphSource {
  const checksumUrl = new URL(url);
  checksumUrl.pathname += '.sha256';
  const [name, checksumName] = [redactUrls(new URL(url).href), redactUrls(checksumUrl.href)];
  let known: { checksum: string; sdl: string } | undefined;

  return {
    name,
    async next() {
      const checksum = (await fetchText(checksumUrl.href, MAX_CHECKSUM_BYTES)).trim().split(/\s/)[0] ?? '';
      if (known?.checksum === checksum) return known.sdl;
      const sdl = await fetchText(url, MAX_SUPERGRAPH_BYTES);
      const actual = createHash('sha256').update(sdl).digest('hex');
      if (actual !== checksum) {
        // It may be a whole page of some proxy's.
        const said = checksum.slice(0, 2 * actual.length) || 'nothing';
        throw new Error(`${name} has the SHA-256 ${actual}, and ${checksumName} says ${said}.`);
      }
      known = { checksum, sdl };
      return sdl;
    },
    poll(look) {
      const timer = setInterval(look, pollMs);
      return () => clearInterval(timer);
    },
    lastGood: lastGoodFile(cache),
  };
}

async function fetchText(url: string, maxBytes: number): Promise<string> {
  const { bare, headers } = credentialsOf(url);
  const name = redactUrls(new URL(url).href);
  let response: Response;
  try {
    // For the body, too.
    response = await fetch(bare, { headers, signal: AbortSignal.timeout(FETCH_MS) });
    if (response.ok) return await readText(response, maxBytes);
  } catch (error) {
    throw new Error(`${name} cannot be fetched: ${reasonOf(error)}`, { cause: error });
  }
  await response.body?.cancel();
  throw new Error(`${name} answers ${response.status}.`);
}

/** `fetch` refuses a URL with credentials (https://fetch.spec.whatwg.org/#dom-request). */
function credentialsOf(url: string): { bare: URL; headers: Record<string, string> } {
  const bare = new URL(url);
  const credentials = `${decoded(bare.username)}:${decoded(bare.password)}`;
  bare.username = '';
  bare.password = '';
  if (credentials === ':') return { bare, headers: {} };
  return { bare, headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` } };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that is one.
    return text;
  }
}

/** @throws when there is more of it, before that is read. */
async function readText({ body }: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    // Leaving the loop ends the connection.
    if (bytes > maxBytes) throw new Error(`it has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** `fetch` itself says only that it failed. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const { message, code } = cause as { message?: string; code?: string };
  return message || code || String(cause);
}

const FETCH_MS = 10_000;
/** Far more than any supergraph has: that of this project has 0.02 MB. */
const MAX_SUPERGRAPH_BYTES = 32 * 1024 * 1024;
/** A line of `sha256sum` has less than 5 kB: the longest path has 4 kB. */
const MAX_CHECKSUM_BYTES = 8 * 1024;
