// @peculiar/x509 throws without it when it is loaded.
// oxlint-disable-next-line import/no-unassigned-import
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate, and its private key; PEM. */
export interface Identity {
  cert: string;
  key: string;
}

/** For how long a certificate holds, in milliseconds since 1970. */
export interface Validity {
  from: number;
  to: number;
}

/** Somebody whose certificates the parts of a system trust. */
export interface Authority {
  identity: Identity;
  /**
   * Makes a key and a certificate for it, which serves at both ends of a connection.
   *
   * @param parts that it names: one, or all that a process is.
   */
  issue(parts: string | readonly string[], validity?: Validity): Promise<Identity>;
}

/** @param identity of one that was made before; a new one otherwise. */
export async function openAuthority(identity?: Identity): Promise<Authority> {
  const own = identity ?? (await newAuthority(validFor(AUTHORITY_DAYS)));
  const issuer = new X509Certificate(own.cert);
  const signingKey = await importKey(own.key);
  return {
    identity: own,
    async issue(parts, { from, to } = validFor(PART_DAYS)) {
      const keys = await newKeys();
      const names = [parts].flat();
      const certificate = await X509CertificateGenerator.create({
        subject: `CN=${names[0]}`,
        issuer: issuer.subject,
        notBefore: new Date(from),
        // Nobody would trust it for longer.
        notAfter: new Date(Math.min(to, issuer.notAfter.getTime())),
        publicKey: keys.publicKey,
        signingKey,
        signingAlgorithm: ALGORITHM,
        extensions: [
          new BasicConstraintsExtension(false, undefined, true),
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
          new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
          new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
          await AuthorityKeyIdentifierExtension.create(issuer),
        ],
      });
      return await toIdentity(certificate, keys);
    },
  };
}

/** @param days from now. It began a little before: clocks differ. */
export function validFor(days: number): Validity {
  return { from: Date.now() - 300_000, to: Date.now() + days * DAY_MS };
}

async function newAuthority({ from, to }: Validity): Promise<Identity> {
  const keys = await newKeys();
  const extensions: Extension[] = [
    // It signs parts, and no other authorities.
    new BasicConstraintsExtension(true, 0, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
    await SubjectKeyIdentifierExtension.create(keys.publicKey),
  ];
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=commerce',
    notBefore: new Date(from),
    notAfter: new Date(to),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions,
  });
  return await toIdentity(certificate, keys);
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;
const AUTHORITY_DAYS = 3_650;
const PART_DAYS = 90;

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('pkcs8', PemConverter.decodeFirst(pem), ALGORITHM, false, ['sign']);
}

async function toIdentity(certificate: X509Certificate, { privateKey }: webcrypto.CryptoKeyPair): Promise<Identity> {
  const key = await webcrypto.subtle.exportKey('pkcs8', privateKey);
  return { cert: `${certificate.toString('pem')}\n`, key: `${PemConverter.encode(key, 'PRIVATE KEY')}\n` };
}
