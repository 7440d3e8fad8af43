import { addressProblems, checkedUrl, isWholeSentence } from '@commerce/platform/config/checked-url';
import { z } from 'zod';

/**
 * Adds the variables that say where subgraphs are which are not at the address in the supergraph: `SUBGRAPH_URL_ORDER`
 * holds the subgraph "order"'s. A name is written in capitals, with `_` for all but letters and digits.
 *
 * @param env which of them are set.
 */
export function withSubgraphUrls<Variables extends z.ZodRawShape>(
  variables: z.ZodObject<Variables>,
  env: object,
): z.ZodObject<Variables> {
  const urls = Object.keys(env).filter((name) => name.startsWith(PREFIX));
  // Their names are not known to the type.
  return z.object({ ...variables.shape, ...Object.fromEntries(urls.map((name) => [name, url])) });
}

/**
 * @param config the values of those variables, among others.
 * @returns the address of a subgraph, given its name and the supergraph's own address for it.
 */
export function subgraphUrls(config: object): (name: string, url?: string) => string {
  const overrides = new Map<string, unknown>(Object.entries(config));
  return (name, supergraphUrl) => {
    const key = `${PREFIX}${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
    const { data, error } = url.safeParse(overrides.get(key) ?? supergraphUrl);
    if (data) return data;
    const problem = error?.issues.find(isWholeSentence)?.message;
    throw new Error(
      `The supergraph has no http URL for the subgraph "${name}"${problem ? ` that can be used: ${problem}` : ''}.`,
    );
  };
}

const PREFIX = 'SUBGRAPH_URL_';

/** A router shows subgraphs who it is in another way: see router-identity.ts. */
const url = checkedUrl(/^https?$/, (address) => [
  ...addressProblems(address),
  ...(address.username || address.password ? ['the user and the password before the @ are not supported'] : []),
])
  .optional()
  .describe('a URL such as http://localhost:4001/graphql');
