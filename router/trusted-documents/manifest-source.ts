import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '@commerce/platform/errors/user-error';
import { redactUrls } from '@commerce/platform/values/redact-urls';
import { fetchText, type Published } from '../fetch-text.ts';
import { type LastGood, lastGoodFile } from '../last-good-supergraph.ts';
import { supergraphFile } from '../supergraph-file.ts';
import { MAX_MANIFEST_BYTES, sha256 } from './manifest.ts';

/** Where a manifest is: a file or a URL. */
export interface ManifestSource {
  /** Its path or URL, for the log: without a password. */
  name: string;
  /** The manifest as it is now; asked again only when this has ended. @throws when it cannot be had. */
  next(): Promise<string>;
  /** Calls `look` again and again from now on. @returns what ends that. */
  poll(look: () => void): () => void;
  /** Keeps the last good one, for a start without the source. */
  lastGood?: LastGood;
}

/**
 * @param place a path or an `http(s)` URL; that may have `user:password@` and a query.
 * @param cacheFolder where the last good one of a URL is kept.
 * @throws UserError for what is neither.
 */
export function manifestSource(place: string, cacheFolder: string, pollMs: number): ManifestSource {
  if (!/^https?:\/\//.test(place)) return manifestFile(place);
  // It may have a password, which an error of the URL's own would show.
  if (!URL.canParse(place))
    throw new UserError('TRUSTED_DOCUMENTS has a URL that is none: expected https://host/path.');
  return manifestUrl(place, cacheFolder, pollMs);
}

function manifestFile(path: string): ManifestSource {
  const file = supergraphFile(path);
  return {
    ...file,
    async next() {
      const { size } = await stat(path);
      if (size > MAX_MANIFEST_BYTES) {
        throw new Error(`${path} has ${size} bytes; a manifest may have ${MAX_MANIFEST_BYTES}.`);
      }
      return await file.next();
    },
  };
}

function manifestUrl(url: string, cacheFolder: string, pollMs: number): ManifestSource {
  let known: Published | undefined;
  return {
    name: redactUrls(new URL(url).href),
    async next() {
      known = await fetchText(url, MAX_MANIFEST_BYTES, known);
      return known.text;
    },
    poll(look) {
      const timer = setInterval(look, pollMs);
      return () => clearInterval(timer);
    },
    // Each URL has a file of its own.
    lastGood: lastGoodFile(join(cacheFolder, `manifest-${sha256(url).slice(0, 16)}.json`)),
  };
}
