import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TlsConfig } from '@commerce/platform/tls/variables';
import type { Identity } from './authority.ts';

/** Where a part's files are, with the names that Kubernetes gives them (https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets). */
export function partFiles(folder: string): Required<{ [Name in keyof TlsConfig]: string }> {
  return { TLS_CERT: join(folder, 'tls.crt'), TLS_KEY: join(folder, 'tls.key'), TLS_CA: join(folder, 'ca.crt') };
}

/**
 * Writes what a part shows to others, each file as a whole.
 *
 * @param folder of the part alone.
 * @param ca the certificate of the authority, in PEM.
 * @returns the variables that name the files.
 */
export async function writePart(
  folder: string,
  { cert, key }: Identity,
  ca: string,
): Promise<ReturnType<typeof partFiles>> {
  const files = partFiles(folder);
  await mkdir(folder, { recursive: true });
  for (const [path, text] of [
    [files.TLS_CA, ca],
    [files.TLS_KEY, key],
    [files.TLS_CERT, cert],
  ] as const) {
    await writeFile(`${path}.new`, text, { mode: 0o644 });
    await rename(`${path}.new`, path);
  }
  return files;
}
