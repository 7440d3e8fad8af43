import { createHash } from 'node:crypto';
import { redactUrls } from '@commerce/platform/values/redact-urls';
import { fetchText } from './fetch-text.ts';
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
      const checksum = (await fetchText(checksumUrl.href, MAX_CHECKSUM_BYTES)).text.trim().split(/\s/)[0] ?? '';
      if (known?.checksum === checksum) return known.sdl;
      const { text: sdl } = await fetchText(url, MAX_SUPERGRAPH_BYTES);
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
    isWaitedFor: true,
  };
}

/** Far more than any supergraph has: that of this project has 0.02 MB. */
const MAX_SUPERGRAPH_BYTES = 32 * 1024 * 1024;
/** A line of `sha256sum` has less than 5 kB: the longest path has 4 kB. */
const MAX_CHECKSUM_BYTES = 8 * 1024;
