import type { Certificates } from '@commerce/platform/tls/certificates';
import { isOfPart } from '@commerce/platform/tls/parts';
import { buildConnector } from 'undici';

/** What a router shows to subgraphs, so that they answer it. */
export interface RouterIdentity {
  certificates?: Certificates | undefined;
  /** As `ROUTER_SECRET` has it, the first of several. */
  secret?: string | undefined;
}

/**
 * Connects to one part alone, with the certificates as they are then. What fails before it stands was never asked, and may
 * be asked of another replica: the error counts as one of connecting.
 *
 * @param part as certificates name it.
 */
export function secureConnect(
  certificates: Certificates,
  part: string,
  options: buildConnector.BuildOptions,
): { connect: buildConnector.connector; end: () => void } {
  const connector = () =>
    buildConnector({
      ...options,
      ...certificates.current(),
      servername: part,
      checkServerIdentity: (_host, { raw }) => (isOfPart(raw, part) ? undefined : new Error(`It is no ${part}.`)),
    });
  let current = connector();
  return {
    connect: (to, callback) =>
      // The name would be the address's, which need not be the part's.
      current({ ...to, servername: part }, (error, socket) => {
        if (error) callback('syscall' in error ? error : Object.assign(error, { syscall: 'connect' }), null);
        else callback(null, socket);
      }),
    end: certificates.onChange(() => (current = connector())),
  };
}
