import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ConfigError } from '../config/read-config.ts';
import { isOfPart } from './parts.ts';
import type { TlsConfig } from './variables.ts';

/** A part's certificate, with those between it and the authority; its key; the authority of the other parts. All are PEM. */
export interface Pems {
  cert: Buffer;
  key: Buffer;
  ca: Buffer;
}

/**
 * Reads the three files.
 *
 * @param part whose certificate it has to be.
 * @returns undefined where none is named.
 * @throws ConfigError that names each variable at fault: one is missing, a file cannot be read or is something else, the
 *   certificate is of another part or does not hold now.
 */
export async function readCertificates(config: TlsConfig, part: string): Promise<Pems | undefined> {
  const names = ['TLS_CERT', 'TLS_KEY', 'TLS_CA'] as const;
  const missing = names.filter((name) => config[name] === undefined);
  if (missing.length === names.length) return undefined;
  if (missing.length > 0) {
    throw new ConfigError(missing.map((name) => `${name}: expected a path beside the other two of TLS_*, got nothing`));
  }
  const problems: string[] = [];
  const read = async <T>(name: (typeof names)[number], what: string, parse: (pem: Buffer) => T) => {
    const path = config[name] ?? '';
    try {
      const pem = await readFile(path);
      return { pem, parsed: parse(pem) };
    } catch (error) {
      // What OpenSSL says of a text that it cannot read helps nobody.
      const reason = (error as NodeJS.ErrnoException).syscall ? ` (${(error as Error).message})` : '';
      problems.push(`${name}: expected the path of a PEM file with ${what}, got ${path}${reason}`);
      return undefined;
    }
  };
  const cert = await read('TLS_CERT', 'a certificate', (pem) => new X509Certificate(pem));
  const key = await read('TLS_KEY', 'a private key without a passphrase', createPrivateKey);
  const ca = await read('TLS_CA', 'a certificate', (pem) => new X509Certificate(pem));
  if (cert) problems.push(...faultsOf(cert.parsed, part));
  if (cert && key && !cert.parsed.checkPrivateKey(key.parsed)) {
    problems.push('TLS_KEY: expected the private key of TLS_CERT, got that of another certificate');
  }
  if (!cert || !key || !ca || problems.length > 0) throw new ConfigError(problems);
  return { cert: cert.pem, key: key.pem, ca: ca.pem };
}

function faultsOf({ raw, validFrom, validTo, subjectAltName = 'no name' }: X509Certificate, part: string): string[] {
  const faults: string[] = [];
  if (!isOfPart(raw, part))
    faults.push(`TLS_CERT: expected a certificate for DNS:${part}, got one for ${subjectAltName}`);
  const now = Date.now();
  if (now < Date.parse(validFrom) || now > Date.parse(validTo)) {
    faults.push(`TLS_CERT: expected a certificate that holds now, got one from ${validFrom} to ${validTo}`);
  }
  return faults;
}
