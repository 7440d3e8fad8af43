import { ConfigError } from '@commerce/platform/config';

/**
 * Where the subgraphs are, for those that are not at the address in the supergraph: `SUBGRAPH_URL_ORDER` holds the
 * subgraph "order"'s. A name is written in capitals, with `_` for all but letters and digits.
 *
 * @returns the address of a subgraph, given its name and the supergraph's own address for it.
 * @throws ConfigError for an address that is no http(s) URL.
 */
export function subgraphUrls(
  env: Readonly<Record<string, string | undefined>>,
): (name: string, url?: string) => string {
  const overrides = Object.entries(env).filter(([key, value]) => key.startsWith(PREFIX) && value);
  const wrong = overrides.filter(([, value]) => !isHttpUrl(value));
  if (wrong.length > 0) {
    throw new ConfigError(
      wrong.map(
        ([key, value]) => `${key}: expected a URL such as http://localhost:4001/graphql, got ${JSON.stringify(value)}`,
      ),
    );
  }
  const byKey = new Map(overrides);
  return (name, url) => {
    const address = byKey.get(`${PREFIX}${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`) ?? url;
    if (!isHttpUrl(address)) throw new Error(`The supergraph has no http URL for the subgraph "${name}".`);
    return address;
  };
}

const PREFIX = 'SUBGRAPH_URL_';

function isHttpUrl(value: string | undefined): value is string {
  return value !== undefined && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}
