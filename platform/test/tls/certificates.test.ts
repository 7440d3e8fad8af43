import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { makeParts, type Parts } from '@commerce/testkit/parts';
import { partFiles } from '@commerce/testkit/part-files';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConfigError } from '../../config/read-config.ts';
import { callersOf, isOfPart } from '../../tls/parts.ts';
import { readCertificates } from '../../tls/read-certificates.ts';

let parts: Parts;
let files: ReturnType<typeof partFiles>;
beforeAll(async () => {
  parts = await makeParts();
  await parts.write('order-core');
  files = partFiles(join(parts.folder, 'order-core'));
});
afterAll(() => parts.stop());

test('none of the three files is nothing, and all of them are read', async () => {
  expect(await readCertificates({}, 'order-core')).toBeUndefined();
  expect(Object.keys((await readCertificates(files, 'order-core')) ?? {})).toEqual(['cert', 'key', 'ca']);
});

test.each(['TLS_CERT', 'TLS_KEY', 'TLS_CA'] as const)(
  '%s may not be the only one that is missing, or set',
  async (name) => {
    const other = name === 'TLS_CA' ? 'TLS_KEY' : 'TLS_CA';
    const missing = readCertificates({ ...files, [name]: undefined }, 'order-core');
    await expect(missing).rejects.toThrow(`${name}: expected a path beside the other two of TLS_*, got nothing`);
    await expect(missing).rejects.toThrow(ConfigError);
    const alone = readCertificates({ [name]: files[name] }, 'order-core');
    await expect(alone).rejects.toThrow(`${other}: expected a path beside the other two of TLS_*, got nothing`);
  },
);

test.each(['TLS_CERT', 'TLS_KEY', 'TLS_CA'] as const)('a wrong path in %s is told with its name', async (name) => {
  const problem = readCertificates({ ...files, [name]: '/nowhere/x.pem' }, 'order-core');
  await expect(problem).rejects.toThrow(
    new RegExp(`${name}: expected the path of a PEM file with .*, got /nowhere/x.pem \\(ENOENT`),
  );
  await expect(problem).rejects.not.toThrow(/PRIVATE/);
});

test('what is wrong in several files is told at once', async () => {
  const other = partFiles(join(parts.folder, 'mixed'));
  await parts.write('mixed', { ...(await parts.authority.issue('order-core')), key: 'no key' });
  const problem = readCertificates({ ...other, TLS_CA: other.TLS_KEY }, 'account-core');
  await expect(problem).rejects.toThrow(
    'TLS_CERT: expected a certificate for DNS:account-core, got one for DNS:order-core',
  );
  await expect(problem).rejects.toThrow(
    `TLS_KEY: expected the path of a PEM file with a private key without a passphrase, got`,
  );
  await expect(problem).rejects.toThrow(`TLS_CA: expected the path of a PEM file with a certificate, got`);
});

test('a certificate that has expired is refused at the start', async () => {
  const validity = { from: Date.parse('2020-01-01'), to: Date.parse('2020-02-01') };
  await parts.write('late', await parts.authority.issue('late', validity));
  await expect(readCertificates(partFiles(join(parts.folder, 'late')), 'late')).rejects.toThrow(
    /TLS_CERT: expected a certificate that holds now, got one from Jan +1 .* to Feb +1 /,
  );
});

test('a part is who its certificate names as a DNS name, and nobody whose name is only alike', async () => {
  const certificate = async (part: string) => {
    const { cert } = (await parts.forged(part)).current();
    return new X509Certificate(cert).raw;
  };
  expect(isOfPart(await certificate('order-core'), 'order-core')).toBe(true);
  for (const other of ['order', 'order-core.commerce', '*', 'order-graph', 'xorder-core']) {
    expect(isOfPart(await certificate(other), 'order-core')).toBe(false);
  }
});

test('a core answers its subgraph, the cores that its domain names, and the tools', () => {
  expect(callersOf({ name: 'account', callers: ['order', 'billing'] })).toEqual([
    'account-graph',
    'order-core',
    'billing-core',
    'tools',
  ]);
});
