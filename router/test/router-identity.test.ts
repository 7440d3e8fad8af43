import { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { inspect } from 'node:util';
import { log } from '@commerce/platform/log';
import type { Certificates } from '@commerce/platform/tls/certificates';
import { openAuthority } from '@commerce/testkit/authority';
import { makeParts, type Parts } from '@commerce/testkit/parts';
import { openTestCall } from '@commerce/testkit/with-time-left';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startRouter } from '../start.ts';
import { ROUTER_CONFIG } from './router-config.ts';
import { closeAll, createAsker, nameStandsFor, respond, startServer } from './subgraph-servers.ts';

let parts: Parts;
beforeAll(async () => {
  parts = await makeParts();
});
const closes: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await closeAll();
  for (const close of closes.splice(0)) await close();
});
afterAll(() => parts.stop());

const ANSWER = { data: { order: { id: 'o' } } };
const UNREACHABLE = {
  data: null,
  errors: [{ extensions: { code: 'UNAVAILABLE' }, message: 'The order subgraph cannot be reached; retry later.' }],
};

/** A subgraph that takes clients of the authority alone, and notes whom. Each request has a connection of its own. */
async function startSecure(certificates: Certificates, host = '127.0.0.1', port = 0) {
  const clients: string[] = [];
  const server = createServer(
    { ...certificates.current(), requestCert: true, rejectUnauthorized: true },
    (request, response) => {
      clients.push((request.socket as TLSSocket).getPeerCertificate().fingerprint256);
      respond(200, ANSWER, { connection: 'close' })(request, response);
    },
  );
  certificates.onChange((pems) => server.setSecureContext(pems));
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  closes.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, clients };
}

test.each(['https', 'http'])('a router with certificates speaks TLS to an %s address', async (protocol) => {
  const { port, clients } = await startSecure(await parts.open('order-graph'));
  const certificates = await parts.open('router');
  const ask = createAsker(`${protocol}://127.0.0.1:${port}/graphql`, { certificates });
  expect(await ask('{ order { id } }')).toEqual(ANSWER);
  expect(clients).toEqual([new X509Certificate(certificates.current().cert).fingerprint256]);
});

test.each<[string, () => Promise<Certificates>]>([
  ['of another part', () => parts.forged('account-graph')],
  ['of another authority', async () => parts.forged('order-graph', await openAuthority())],
  ['that has expired', () => parts.forged('order-graph', undefined, { from: 0, to: Date.now() - 1 })],
])('a subgraph with a certificate %s is sent nothing', async (_, certificates) => {
  const { port, clients } = await startSecure(await certificates());
  const identity = { certificates: await parts.open('router'), secret: 'a-secret-of-routers' };
  const ask = createAsker(`https://127.0.0.1:${port}/graphql`, identity);
  // It may be sent again, a write too: nobody has seen it.
  expect(await ask('mutation { order { id } }')).toMatchObject({
    ...UNREACHABLE,
    errors: [{ extensions: { retryable: true } }],
  });
  expect(clients).toEqual([]);
});

test('a router with certificates sends nothing to a subgraph that does not encrypt', async () => {
  let requests = 0;
  const port = await startServer((request, response) => {
    requests += 1;
    respond(200, ANSWER)(request, response);
  });
  const ask = createAsker(`http://127.0.0.1:${port}/graphql`, { certificates: await parts.open('router') });
  expect(await ask('{ order { id } }')).toMatchObject(UNREACHABLE);
  expect(requests).toBe(0);
});

test('a router without certificates, or with others, is not answered', async () => {
  const { port, clients } = await startSecure(await parts.open('order-graph'));
  const foreign = await parts.forged('router', await openAuthority());
  for (const identity of [{}, { certificates: foreign }]) {
    expect(await createAsker(`https://127.0.0.1:${port}/graphql`, identity)('{ order { id } }')).toMatchObject(
      UNREACHABLE,
    );
  }
  expect(clients).toEqual([]);
});

test('of several replicas those are asked that have a certificate, and no request fails', async () => {
  const { port } = await startSecure(await parts.open('order-graph'));
  const wrong = await startSecure(await parts.forged('account-graph'), '127.0.0.2', port);
  nameStandsFor(['127.0.0.2', '127.0.0.1']);
  const ask = createAsker(`https://order-graph.example:${port}/graphql`, { certificates: await parts.open('router') });
  for (let turn = 0; turn < 4; turn += 1) expect(await ask('mutation { order { id } }')).toEqual(ANSWER);
  expect(wrong.clients).toEqual([]);
});

test('certificates that are replaced hold for new connections, and no request fails meanwhile', async () => {
  const { port, clients } = await startSecure(await parts.open('order-graph'));
  const ask = createAsker(`https://127.0.0.1:${port}/graphql`, { certificates: await parts.open('router') });
  expect(await ask('{ order { id } }')).toEqual(ANSWER);
  await parts.write('order-graph');
  const { cert } = await parts.write('router');
  const { fingerprint256 } = new X509Certificate(cert);
  expect(clients).not.toContain(fingerprint256);
  while (clients.at(-1) !== fingerprint256) expect(await ask('{ order { id } }')).toEqual(ANSWER);
});

test('a router sends its secret to subgraphs, and not what a client says is one', async () => {
  const seen: IncomingMessage['headers'][] = [];
  const port = await startServer((request, response) => {
    seen.push(request.headers);
    respond(200, ANSWER)(request, response);
  });
  const url = `http://127.0.0.1:${port}/graphql`;
  const { context, close } = openTestCall(PATIENCE_MS, { 'router-authorization': 'what a client says' });
  expect(await createAsker(url, { secret: 'a-secret-of-routers' })('{ order { id } }', { context })).toEqual(ANSWER);
  expect(await createAsker(url)('{ order { id } }', { context })).toEqual(ANSWER);
  close();
  expect(seen.map((headers) => headers['router-authorization'])).toEqual(['a-secret-of-routers', undefined]);
});

test('of two secrets a router sends the first, and a client learns neither, nor that a subgraph takes another one', async () => {
  const SECRETS = ['the-first-of-two-secrets', 'the-second-of-two-secrets'];
  const seen: unknown[] = [];
  const url = await startRefusing(seen);
  const lines: string[] = [];
  const logged = (...args: unknown[]) =>
    void lines.push(JSON.stringify(args.map((arg) => inspect(arg, { depth: 10 }))));
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(log, level).mockImplementation(logged);
  const router = await startRouter({ ...ROUTER_CONFIG, ROUTER_SECRET: SECRETS.join(',') }, () => url);
  closes.push(() => router.stop());
  const response = await fetch(`${router.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'router-authorization': 'what a client says' },
    body: JSON.stringify({ query: '{ accounts { id } }' }),
  });
  const answer = await response.text();
  expect(seen).toEqual([SECRETS[0]]);
  expect(JSON.parse(answer)).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
  expect(lines.join()).toContain('ROUTER_ONLY');
  for (const text of [answer, ...lines]) expect(text).not.toMatch(/-of-two-secrets|answers a router/);
});

/** A subgraph that takes another secret. */
async function startRefusing(seen: unknown[]): Promise<string> {
  const body = { errors: [{ message: 'No.', extensions: { code: 'FORBIDDEN', reason: 'ROUTER_ONLY' } }] };
  const port = await startServer((request, response) => {
    seen.push(request.headers['router-authorization']);
    respond(403, body)(request, response);
  });
  return `http://127.0.0.1:${port}/graphql`;
}
