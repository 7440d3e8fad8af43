import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:tls';
import { openAuthority } from '@commerce/testkit/authority';
import { makeParts, type Parts } from '@commerce/testkit/parts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPEN } from '../../auth/authenticate.ts';
import { createClient } from '../../grpc/client.ts';
import { type RunningGrpcServer, startGrpcServer } from '../../grpc/server.ts';
import type { Certificates } from '../../tls/certificates.ts';
import { callersOf } from '../../tls/parts.ts';
import { accountService } from '../grpc/start-accounts.ts';

let parts: Parts;
let core: RunningGrpcServer;
let calls = 0;
beforeAll(async () => {
  parts = await makeParts();
  core = await startCore(await parts.open('account-core'));
});
afterAll(async () => {
  await core.stop();
  await parts.stop();
});

/** @param id of the account that it answers with. */
function startCore(certificates: Certificates, id = 'a'): Promise<RunningGrpcServer> {
  return startGrpcServer({
    service: accountService,
    handlers: {
      getAccount: async () => {
        calls += 1;
        return { account: { id } };
      },
      createAccount: async () => ({}),
    },
    host: '127.0.0.1',
    port: 0,
    toDomainError: () => undefined,
    authentication: OPEN,
    tls: { certificates, callers: callersOf({ name: 'account', callers: ['order'] }) },
  });
}

/** Calls once, over a connection of its own. */
async function call(certificates?: Certificates, address = `127.0.0.1:${core.port}`): Promise<unknown> {
  const client = createClient(accountService, address, certificates);
  try {
    return await client.getAccount({ id: 'a' });
  } finally {
    client.close();
  }
}

test.each(['account-graph', 'order-core', 'tools'])('a core answers %s, which its domain names', async (part) => {
  expect(await call(await parts.open(part))).toMatchObject({ account: { id: 'a' } });
});

test.each(['catalog-core', 'order-graph', 'router', 'account-core'])(
  'a core refuses %s, which its domain does not name: it does nothing, and the client of the system is told no names',
  async (part) => {
    const before = calls;
    const certificates = await parts.open(part);
    const error = await call(certificates).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'Internal', message: expect.not.stringContaining('core') as string });
    expect((error as Error).cause).toMatchObject({ code: 7 });
    expect(calls).toBe(before);
  },
);

test.each<[string, () => Promise<Certificates | undefined>]>([
  ['without a certificate', async () => undefined],
  ['with the certificate of another authority', async () => parts.forged('account-graph', await openAuthority())],
  ['with one that has expired', () => parts.forged('account-graph', undefined, { from: 0, to: Date.now() - 1 })],
  [
    'with one that does not hold yet',
    () => parts.forged('account-graph', undefined, { from: Date.now() + 3_600_000, to: Date.now() + 7_200_000 }),
  ],
])('a core refuses a call %s', async (_, certificates) => {
  const before = calls;
  await expect(call(await certificates())).rejects.toMatchObject({ kind: 'Unavailable' });
  expect(calls).toBe(before);
});

test.each<[string, () => Promise<Certificates>]>([
  ['of another authority', async () => parts.forged('account-core', await openAuthority())],
  ['of another part', () => parts.forged('catalog-core')],
  ['that has expired', () => parts.forged('account-core', undefined, { from: 0, to: Date.now() - 1 })],
])('a core with a certificate %s is asked nothing', async (_, certificates) => {
  const other = await startCore(await certificates());
  const before = calls;
  await expect(call(await parts.open('account-graph'), `127.0.0.1:${other.port}`)).rejects.toMatchObject({
    kind: 'Unavailable',
  });
  expect(calls).toBe(before);
  await other.stop();
});

test('of several replicas those are asked that have a certificate and say that they serve', async () => {
  const certificates = await parts.open('account-core');
  const first = await startCore(certificates, 'first');
  const second = await startCore(certificates, 'second');
  const wrong = await startCore(await parts.forged('catalog-core'), 'wrong');
  const addresses = [wrong, first, second].map(({ port }) => `127.0.0.1:${port}`);
  const client = createClient(accountService, `ipv4:${addresses.join(',')}`, await parts.open('account-graph'));
  const answers = async () => {
    const accounts = await Promise.all(Array.from({ length: 6 }, () => client.getAccount({})));
    return [...new Set(accounts.map(({ account }) => (account as { id: string }).id))].toSorted();
  };
  await expect.poll(answers).toEqual(['first', 'second']);
  first.setServing(false);
  await expect.poll(answers).toEqual(['second']);
  first.setServing(true);
  await second.stop();
  await expect.poll(answers).toEqual(['first']);
  client.close();
  await Promise.all([first.stop(), wrong.stop()]);
});

test('a certificate that is replaced on disk holds for new connections, and no call fails meanwhile', async () => {
  const certificates = await parts.open('account-core');
  const replaced = await startCore(certificates);
  const address = `127.0.0.1:${replaced.port}`;
  const standing = createClient(accountService, address, await parts.open('account-graph'));
  await standing.getAccount({});
  const before = await shownBy(replaced.port);

  const { cert } = await parts.write('account-core');
  const { fingerprint256 } = new X509Certificate(cert);
  expect(fingerprint256).not.toBe(before);
  do {
    await standing.getAccount({});
    await call(await parts.forged('order-core'), address);
  } while ((await shownBy(replaced.port)) !== fingerprint256);
  await standing.getAccount({});
  standing.close();
  await replaced.stop();
});

/** The fingerprint of the certificate that a new connection gets. */
async function shownBy(port: number): Promise<string> {
  const { cert, key, ca } = (await parts.forged('account-graph')).current();
  const socket = connect({ port, host: '127.0.0.1', servername: 'account-core', cert, key, ca, ALPNProtocols: ['h2'] });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}
