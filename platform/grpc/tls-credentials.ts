import { ChannelCredentials, experimental, ServerCredentials } from '@grpc/grpc-js';
import type { Certificates } from '../tls/certificates.ts';
import { isOfPart } from '../tls/parts.ts';

/** A server's: its clients have to show a certificate of the authority. Without certificates nothing is encrypted. */
export function serverCredentials(certificates: Certificates | undefined): ServerCredentials {
  if (!certificates) return ServerCredentials.createInsecure();
  const provider = providerOf(certificates);
  return experimental.createCertificateProviderServerCredentials(provider, provider, true);
}

/** A client's. @param part whom it asks: no other has to answer, whatever the address leads to. */
export function channelCredentials(certificates: Certificates | undefined, part: string): ChannelCredentials {
  if (!certificates) return ChannelCredentials.createInsecure();
  const provider = providerOf(certificates);
  return experimental.createCertificateProviderChannelCredentials(provider, provider, {
    checkServerIdentity: (_host, { raw }) => (isOfPart(raw, part) ? undefined : new Error(`It is no ${part}.`)),
  });
}

/**
 * Gives gRPC the certificates, and again when they are others. Its own reader of files lets no connection through while one
 * cannot be read.
 */
function providerOf({ current, onChange }: Certificates): experimental.CertificateProvider {
  const ends = new Map<object, () => void>();
  const add = (listener: object, tell: () => void) => {
    ends.set(listener, onChange(tell));
    // After gRPC has noted who listens.
    process.nextTick(tell);
  };
  const remove = (listener: object) => {
    ends.get(listener)?.();
    ends.delete(listener);
  };
  return {
    addCaCertificateListener: (listener) => add(listener, () => listener({ caCertificate: current().ca })),
    removeCaCertificateListener: remove,
    addIdentityCertificateListener: (listener) =>
      add(listener, () => listener({ certificate: current().cert, privateKey: current().key })),
    removeIdentityCertificateListener: remove,
  };
}
