import { callContext } from '@commerce/platform/call-context';
import { bearer, type Issuer, startIssuer } from './issuer.ts';
import { PATIENCE_MS } from './patience.ts';
import { openTestCall } from './with-time-left.ts';

/**
 * Those who call a core that asks who they are: a customer by their name, a member of staff by the scope that they have,
 * such as `orders:read`, and `nobody`, who has no token.
 */
export interface Callers {
  /** For the environment of the core. */
  variables: Issuer['variables'];
  /** Does some work as somebody's request. */
  as<T>(who: string, work: () => Promise<T>): Promise<T>;
  /** What somebody sends over HTTP. */
  headers(who: string): Promise<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startCallers(): Promise<Callers> {
  const issuer = await startIssuer();
  const headers = async (who: string): Promise<Record<string, string>> => {
    if (who === 'nobody') return {};
    const isStaff = who.includes(':');
    return bearer(await issuer.token(isStaff ? { sub: `staff with ${who}`, scope: who } : { sub: who }));
  };
  return {
    variables: issuer.variables,
    headers,
    async as(who, work) {
      const { context, close } = openTestCall(PATIENCE_MS, await headers(who));
      try {
        return await callContext.run(context, work);
      } finally {
        close();
      }
    },
    stop: () => issuer.stop(),
  };
}
