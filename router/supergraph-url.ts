import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { log } from '@commerce/platform/log';
import writeFileAtomic from 'write-file-atomic';
import type { SupergraphSource } from './supergraph-source.ts';

/**
 * A supergraph that is published at a URL, with its SHA-256 beside it at `<url>.sha256`, as `sha256sum` writes it: what is
 * half published, or cut off on the way, is not served. The last good one is kept in a file, for a start while the URL
 * cannot be reached.
 */
export function supergraphUrl(url: string, cache: string, pollMs: number): SupergraphSource {
  let known: { checksum: string; sdl: string } | undefined;

  const next = async () => {
    const checksum = (await fetchText(`${url}.sha256`)).trim().split(/\s/)[0] ?? '';
    if (known?.checksum === checksum) return known.sdl;
    const sdl = await fetchText(url);
    const actual = createHash('sha256').update(sdl).digest('hex');
    if (actual !== checksum) {
      throw new Error(`${url} has the SHA-256 ${actual}, and ${url}.sha256 says ${checksum || 'nothing'}.`);
    }
    known = { checksum, sdl };
    await keep(cache, sdl);
    return sdl;
  };

  return {
    name: url,
    next,
    async first() {
      try {
        return await next();
      } catch (error) {
        const kept = await readFile(cache, 'utf8').catch(() => undefined);
        if (kept === undefined) throw error;
        log.warn({ err: error, supergraph: url, cache }, 'the supergraph cannot be fetched; serving the last good one');
        return kept;
      }
    },
    poll(look) {
      const timer = setInterval(look, pollMs);
      return () => clearInterval(timer);
    },
  };
}

async function fetchText(url: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(FETCH_MS) });
  } catch (error) {
    throw new Error(`${url} cannot be fetched`, { cause: error });
  }
  if (!response.ok) throw new Error(`${url} answers ${response.status}.`);
  return await response.text();
}

const FETCH_MS = 10_000;

/** A disk that cannot be written costs the next start without the network, not this one. */
async function keep(cache: string, sdl: string): Promise<void> {
  try {
    await mkdir(dirname(cache), { recursive: true });
    await writeFileAtomic(cache, sdl);
  } catch (err) {
    log.warn({ err, cache }, 'the supergraph cannot be kept for a start without its URL');
  }
}
