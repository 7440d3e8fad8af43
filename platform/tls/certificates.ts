import { X509Certificate } from 'node:crypto';
import { Gauge } from 'prom-client';
import { log } from '../log.ts';
import { type Pems, readCertificates } from './read-certificates.ts';
import type { TlsConfig } from './variables.ts';

/** What a part shows to others, and verifies them by. */
export interface Certificates {
  /** As they were last read. */
  current(): Pems;
  /** @param changed is told when they are others. @returns ends it. */
  onChange(changed: (pems: Pems) => void): () => void;
  /** Reads them no more. */
  close(): void;
}

/**
 * Reads a part's certificates, and again every ten seconds: new connections have the new ones, and those that stand keep
 * theirs. Files that cannot be used, such as a key that is written before its certificate, change nothing.
 *
 * The files are read, and not watched: what mounts secrets swaps folders under them.
 *
 * @param part as parts.ts names it: `order-core`.
 * @returns undefined where there are none: then nothing is encrypted.
 * @throws ConfigError as readCertificates() does.
 */
export async function openCertificates(
  config: TlsConfig,
  part: string,
  everyMs = 10_000,
): Promise<Certificates | undefined> {
  const first = await readCertificates(config, part);
  return first && watch(first, part, () => readCertificates(config, part), everyMs);
}

function watch(first: Pems, part: string, read: () => Promise<Pems | undefined>, everyMs: number): Certificates {
  const listeners = new Set<(pems: Pems) => void>();
  let current = first;
  let problem: string | undefined;
  noteEnd(part, current);
  const look = async () => {
    try {
      const next = (await read()) ?? current;
      problem = undefined;
      if (isSame(next, current)) return;
      current = next;
      noteEnd(part, current);
      log.info('new connections have new certificates');
      for (const listener of listeners) listener(current);
    } catch (error) {
      const { message } = error as Error;
      // Once, and not every ten seconds.
      if (message !== problem) log.warn({ err: error }, 'the certificates cannot be used; those before hold');
      problem = message;
    }
  };
  const timer = setInterval(() => void look(), everyMs).unref();
  return {
    current: () => current,
    onChange(changed) {
      listeners.add(changed);
      return () => void listeners.delete(changed);
    },
    close: () => clearInterval(timer),
  };
}

/** Whoever watches it learns early enough that nobody renews them. */
const expiry = new Gauge({
  name: 'tls_certificate_expiry_timestamp_seconds',
  help: "When a part's own certificate expires, in seconds since 1970.",
  labelNames: ['part'] as const,
});

function noteEnd(part: string, { cert }: Pems): void {
  expiry.set({ part }, Date.parse(new X509Certificate(cert).validTo) / 1_000);
}

function isSame(one: Pems, other: Pems): boolean {
  return one.cert.equals(other.cert) && one.key.equals(other.key) && one.ca.equals(other.ca);
}
