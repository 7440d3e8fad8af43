import { addressProblems, checkedUrl, isWholeSentence } from '@commerce/platform/config/checked-url';
import { nearestName } from '@commerce/platform/config/nearest-name';
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
  return z.object({ ...variables.shape, ...Object.fromEntries([EACH, ...urls].map((name) => [name, url])) });
}

/**
 * @param config the values of those variables, among others.
 * @returns the address of a subgraph, given its name and the supergraph's own address for it.
 */
export function subgraphUrls(config: object): (name: string, url?: string) => string {
  const overrides = new Map<string, unknown>(Object.entries(config));
  return (name, supergraphUrl) => {
    const { data, error } = url.safeParse(overrides.get(variableOf(name)) ?? supergraphUrl);
    if (data) return data;
    const problem = error?.issues.find(isWholeSentence)?.message;
    throw new Error(
      `The supergraph has no http URL for the subgraph "${name}"${problem ? ` that can be used: ${problem}` : ''}.`,
    );
  };
}

/** Does one of those variables say where a subgraph is? @param config their values, or the environment itself. */
export function isElsewhere(config: object, subgraph: string): boolean {
  return new Map<string, unknown>(Object.entries(config)).get(variableOf(subgraph)) !== undefined;
}

/**
 * @param config as above.
 * @param subgraphs the names of those that are served.
 * @returns a sentence for each of the variables that is for none of them, and changes nothing.
 */
export function unusedSubgraphUrls(config: object, subgraphs: readonly string[]): string[] {
  const used = subgraphs.map(variableOf);
  const given = Object.entries(config).flatMap(([name, value]) => (value === undefined ? [] : name));
  return given.flatMap((name) => {
    if (!name.startsWith(PREFIX) || used.includes(name)) return [];
    const near = nearestName(name, used, Infinity);
    return `${name} is for no subgraph of the supergraph${near === undefined ? '' : `; the nearest is ${near}`}.`;
  });
}

function variableOf(subgraph: string): string {
  return `${PREFIX}${subgraph.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}

const PREFIX = 'SUBGRAPH_URL_';

/** Stands for all of them: another that begins with SUBGRAPH_ is a misspelt one, also where none is set. */
const EACH = `${PREFIX}<NAME>`;

/** A router shows subgraphs who it is in another way: see router-identity.ts. */
const url = checkedUrl(/^https?$/, (address) => [
  ...addressProblems(address),
  ...(address.username || address.password ? ['the user and the password before the @ are not supported'] : []),
])
  .optional()
  .describe('a URL such as http://localhost:4001/graphql');
