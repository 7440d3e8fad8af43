import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { makeParts, type Parts } from '@commerce/testkit/parts';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createHttpServer, listen } from '../../process/http-server.ts';
import { log } from '../../log.ts';
import { READ_MS } from '../../process/slow-readers.ts';

let parts: Parts;
let app: FastifyInstance;
let port: number;
const clients: Socket[] = [];
beforeAll(async () => {
  parts = await makeParts();
});
afterAll(() => parts.stop());
beforeEach(async () => {
  app = createHttpServer({ isDraining: () => false }, { certificates: await parts.open('order-graph') });
  app.get('/large', () => 'x'.repeat(50_000_000));
  app.get('/', () => 'served');
  port = await listen(app, '127.0.0.1', 0, 'HTTP');
});
afterEach(async () => {
  vi.useRealTimers();
  for (const client of clients.splice(0)) client.destroy();
  await app.close();
});

async function open(): Promise<TLSSocket> {
  const pems = (await parts.forged('router')).current();
  const client = connect({ port, host: '127.0.0.1', servername: 'order-graph', ...pems });
  clients.push(client.on('error', () => {}));
  await once(client, 'secureConnect');
  return client;
}

async function get(client: TLSSocket): Promise<string> {
  client.write('GET / HTTP/1.1\r\nhost: shop\r\n\r\n');
  const [answer] = (await once(client, 'data')) as [Buffer];
  return String(answer);
}

test('a certificate that is replaced on disk holds for new connections, and those that stand are served on', async () => {
  const standing = await open();
  const { cert } = await parts.write('order-graph');
  const { fingerprint256 } = new X509Certificate(cert);
  const shown = async () => (await open()).getPeerCertificate().fingerprint256;
  await expect.poll(shown).toBe(fingerprint256);
  expect(standing.getPeerCertificate().fingerprint256).not.toBe(fingerprint256);
  expect(await get(standing)).toContain('served');
  expect(await get(await open())).toContain('served');
});

test('files that cannot be used change nothing, until they can', async () => {
  const { cert, key } = await parts.authority.issue('order-graph');
  const other = await parts.authority.issue('order-core');
  const shown = async () => (await open()).getPeerCertificate().fingerprint256;
  const before = await shown();
  const warn = vi.spyOn(log, 'warn').mockImplementation(() => {});
  const warning = () => (warn.mock.lastCall as unknown as [{ err: Error }])[0].err.message;
  for (const [wrong, problem] of [
    [{ cert, key: other.key }, 'TLS_KEY: expected the private key of TLS_CERT'],
    [other, 'TLS_CERT: expected a certificate for DNS:order-graph, got one for DNS:order-core'],
    [{ cert: 'half a file', key }, 'TLS_CERT: expected the path of a PEM file with a certificate'],
  ] as const) {
    await parts.write('order-graph', wrong);
    await expect.poll(warning).toContain(problem);
    expect(await shown()).toBe(before);
  }
  warn.mockRestore();
  await parts.write('order-graph', { cert, key });
  await expect.poll(shown).toBe(new X509Certificate(cert).fingerprint256);
});

test('a client that does not read its answer is cut off', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const connected = once(app.server, 'secureConnection') as Promise<[TLSSocket]>;
  const client = await open();
  const [served] = await connected;
  client.pause();
  client.write('GET /large HTTP/1.1\r\nhost: shop\r\n\r\n');
  while (served.writableLength === 0) await new Promise((resolve) => setImmediate(resolve));
  vi.advanceTimersByTime(READ_MS);
  expect(served.destroyed).toBe(true);
});
