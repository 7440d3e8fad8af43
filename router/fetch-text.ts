import { redactUrls } from '@commerce/platform/values/redact-urls';

/** What is published at a URL. */
export interface Published {
  text: string;
  /** Tells this text from others that stand there (https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3). */
  etag: string | undefined;
}

/**
 * @param url may have `user:password@`, sent as HTTP's Basic credentials, and a query.
 * @param known what was there before: with the same ETag it is not sent again.
 * @throws Error with the URL, without its password, when it cannot be had or has more than `maxBytes`.
 */
export async function fetchText(url: string, maxBytes: number, known?: Published): Promise<Published> {
  const { bare, headers } = credentialsOf(url);
  if (known?.etag !== undefined) headers['if-none-match'] = known.etag;
  const name = redactUrls(new URL(url).href);
  let response: Response;
  try {
    // For the body, too.
    response = await fetch(bare, { headers, signal: AbortSignal.timeout(FETCH_MS) });
    if (response.status === NOT_MODIFIED && known) return known;
    if (response.ok) {
      return { text: await readText(response, maxBytes), etag: response.headers.get('etag') ?? undefined };
    }
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

const NOT_MODIFIED = 304;
const FETCH_MS = 10_000;
