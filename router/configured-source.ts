import { UserError } from '@commerce/platform/errors/user-error';
import { supergraphFile } from './supergraph-file.ts';
import type { SupergraphSource } from './supergraph-source.ts';
import { supergraphUrl } from './supergraph-url.ts';
import type { RouterConfig } from './variables.ts';

/** Where the supergraph comes from: a URL that is polled, or a file that is watched. @throws UserError for a key without a URL. */
export function configuredSource(config: RouterConfig): SupergraphSource {
  const {
    SUPERGRAPH_URL: url,
    SUPERGRAPH_PATH,
    SUPERGRAPH_CACHE,
    SUPERGRAPH_POLL_MS,
    SUPERGRAPH_PUBLIC_KEY: key,
  } = config;
  if (url !== undefined) return supergraphUrl(url, SUPERGRAPH_CACHE, SUPERGRAPH_POLL_MS, key);
  if (key !== undefined)
    throw new UserError('SUPERGRAPH_PUBLIC_KEY: expected a SUPERGRAPH_URL beside it; a file has no signature.');
  return supergraphFile(SUPERGRAPH_PATH);
}
