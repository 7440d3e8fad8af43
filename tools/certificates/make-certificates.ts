import { X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Domain } from '@commerce/platform/domain';
import { corePart, EDGE, graphPart, isOfPart, ROUTER, TOOLS } from '@commerce/platform/tls/parts';
import { type Authority, type Identity, openAuthority } from '@commerce/testkit/authority';
import { partFiles, writePart } from '@commerce/testkit/part-files';

export interface MadeCertificate {
  part: string;
  /** Is it a new one? */
  isNew: boolean;
  validTo: Date;
}

/** Every part of the system that has a certificate, and the names in it. */
export function partsOf(domains: readonly Pick<Domain, 'name'>[]): Map<string, readonly string[]> {
  const parts = [ROUTER, TOOLS, ...domains.flatMap(({ name }) => [graphPart(name), corePart(name)])];
  const edge = [ROUTER, ...domains.map(({ name }) => graphPart(name))];
  return new Map<string, readonly string[]>([...parts.map((part) => [part, [part]] as const), [EDGE, edge]]);
}

/**
 * Makes a local authority, and a certificate for each part in a folder of its own. What is there stays while it holds for
 * at least another thirty days; the authority stays for its ten years.
 *
 * @param folder others than its owner do not get into it, because the files in it can be read by all: in a container
 *   another user reads them.
 */
export async function makeCertificates(
  folder: string,
  parts: ReadonlyMap<string, readonly string[]>,
): Promise<MadeCertificate[]> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  const authority = await keptAuthority(join(folder, 'authority'));
  const made: MadeCertificate[] = [];
  for (const [part, names] of parts) made.push({ part, ...(await certify(authority, names, join(folder, part))) });
  return made;
}

async function keptAuthority(folder: string): Promise<Authority> {
  const { TLS_CERT, TLS_KEY } = partFiles(folder);
  const kept = await readIdentity(TLS_CERT, TLS_KEY);
  if (kept) return await openAuthority(kept);
  const authority = await openAuthority();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // The key first: a certificate without it would be of no use to the next run.
  await writeFile(TLS_KEY, authority.identity.key, { mode: 0o600 });
  await writeFile(TLS_CERT, authority.identity.cert);
  return authority;
}

async function certify(
  authority: Authority,
  names: readonly string[],
  folder: string,
): Promise<Omit<MadeCertificate, 'part'>> {
  const { TLS_CERT, TLS_KEY } = partFiles(folder);
  const kept = await readIdentity(TLS_CERT, TLS_KEY);
  if (kept && isGood(kept, authority, names)) return { isNew: false, validTo: endOf(kept) };
  const identity = await authority.issue(names);
  await writePart(folder, identity, authority.identity.cert);
  return { isNew: true, validTo: endOf(identity) };
}

function isGood({ cert }: Identity, authority: Authority, names: readonly string[]): boolean {
  const certificate = new X509Certificate(cert);
  const signer = new X509Certificate(authority.identity.cert);
  const holdsForMs = Date.parse(certificate.validTo) - Date.now();
  const isOfAll = names.every((name) => isOfPart(certificate.raw, name));
  return holdsForMs > RENEW_MS && isOfAll && certificate.verify(signer.publicKey);
}

const RENEW_MS = 30 * 86_400_000;

function endOf({ cert }: Identity): Date {
  return new Date(new X509Certificate(cert).validTo);
}

/** @returns undefined where one of the two is missing. @throws what else keeps from reading them. */
async function readIdentity(certPath: string, keyPath: string): Promise<Identity | undefined> {
  try {
    const [cert, key] = [await readFile(certPath, 'utf8'), await readFile(keyPath, 'utf8')];
    return { cert, key };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}
