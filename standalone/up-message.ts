import type { Issuer } from './issuer.ts';
import type { Standalone } from './start.ts';

/** What somebody who started the system needs to know. */
export function upMessage({ origin, adminOrigin, issuer }: Standalone, dataDir: string): string {
  return `The commerce supergraph is up.

  GraphQL     ${origin}/graphql
  Playground  ${origin}/playground
  Metrics     ${adminOrigin}/metrics
  Data        ${dataDir} (delete it to begin afresh)
${issuer ? `${tokensMessage(issuer)}\n` : ''}
Stop it with Ctrl-C.`;
}

/** How somebody gets a token, and sends it. */
export function tokensMessage({ origin, people }: Issuer): string {
  return `  Tokens      TOKEN=$(curl -sX POST ${origin}/token/${people[0]?.id})
              of ${people.map(({ id }) => id).join(', ')}; send it as -H "Authorization: Bearer $TOKEN"`;
}
