import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCertificates } from '@commerce/platform/tls/read-certificates';
import { openAuthority, validFor } from '@commerce/testkit/authority';
import { partFiles, writePart } from '@commerce/testkit/part-files';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeCertificates, partsOf } from '../certificates/make-certificates.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certificates-'));
});
afterEach(() => rm(folder, { recursive: true }));

const named = (parts: string[]) => new Map(parts.map((part) => [part, [part]]));
const newParts = async (parts: string[]) =>
  (await makeCertificates(folder, named(parts))).filter(({ isNew }) => isNew).map(({ part }) => part);

test('there is one for the router, the tools, both parts of each domain, and for an edge, which is several of them', () => {
  expect([...partsOf([{ name: 'account' }, { name: 'order' }])]).toEqual([
    ['router', ['router']],
    ['tools', ['tools']],
    ['account-graph', ['account-graph']],
    ['account-core', ['account-core']],
    ['order-graph', ['order-graph']],
    ['order-core', ['order-core']],
    ['edge', ['router', 'account-graph', 'order-graph']],
  ]);
});

test('each is what a part of its name starts with, and all are of one authority', async () => {
  await makeCertificates(folder, named(['router', 'order-core']));
  const authority = new X509Certificate(await readFile(join(folder, 'authority/tls.crt')));
  for (const part of ['router', 'order-core']) {
    const pems = await readCertificates(partFiles(join(folder, part)), part);
    expect(new X509Certificate(pems?.cert ?? '').verify(authority.publicKey)).toBe(true);
    expect(new X509Certificate(pems?.ca ?? '').fingerprint256).toBe(authority.fingerprint256);
  }
});

test('that of an edge is what each of its parts starts with, and is made anew for one more', async () => {
  const edgeOf = (names: string[]) => partsOf(names.map((name) => ({ name })));
  await makeCertificates(folder, edgeOf(['account']));
  for (const part of ['router', 'account-graph']) await readCertificates(partFiles(join(folder, 'edge')), part);
  const made = await makeCertificates(folder, edgeOf(['account', 'order']));
  expect(made.filter(({ isNew }) => isNew).map(({ part }) => part)).toEqual(['order-graph', 'order-core', 'edge']);
  await readCertificates(partFiles(join(folder, 'edge')), 'order-graph');
});

test('nobody but their owner gets to the keys', async () => {
  await makeCertificates(folder, named(['router']));
  const modeOf = async (path: string) => (await stat(join(folder, path))).mode & 0o777;
  expect([await modeOf('.'), await modeOf('authority/tls.key')]).toEqual([0o700, 0o600]);
});

test('again, it makes what is missing, about to expire, of another part or of another authority', async () => {
  const parts = ['router', 'tools', 'order-core', 'order-graph'];
  expect(await newParts(parts.slice(0, 3))).toEqual(parts.slice(0, 3));
  expect(await newParts(parts)).toEqual(['order-graph']);
  expect(await newParts(parts)).toEqual([]);

  const read = async (path: string) => await readFile(join(folder, path), 'utf8');
  const authority = await openAuthority({
    cert: await read('authority/tls.crt'),
    key: await read('authority/tls.key'),
  });
  const ca = authority.identity.cert;
  await writePart(join(folder, 'router'), await authority.issue('router', validFor(29)), ca);
  await writePart(join(folder, 'tools'), await authority.issue('router'), ca);
  await writePart(join(folder, 'order-core'), await (await openAuthority()).issue('order-core'), ca);
  expect(await newParts(parts)).toEqual(['router', 'tools', 'order-core']);
  expect(await read('authority/tls.crt')).toBe(ca);
});
