import { Agent, request } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { resolve } from 'node:path';
import { openAuthority } from '@commerce/testkit/authority';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { makeParts, type Parts } from '@commerce/testkit/parts';
import { startSubgraphStandIn } from '@commerce/testkit/stand-in/subgraph';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { readConfig } from '../../config/read-config.ts';
import { z } from 'zod';
import { routerSecretVariables } from '../../auth/router-secret.ts';
import type { RunningSubgraph } from '../../graphql/serve-subgraph.ts';
import { log } from '../../log.ts';
import type { Certificates } from '../../tls/certificates.ts';

let subgraph: RunningSubgraph;

async function start(settings: { ROUTER_SECRET?: string; NODE_ENV?: string }, certificates?: Certificates) {
  subgraph = await startSubgraphStandIn({
    domain: {
      name: 'account',
      schemaFile: resolve(import.meta.dirname, '../../../subgraphs/account/graph/schema.graphql'),
    },
    config: {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: 0,
      ADMIN_PORT: 0,
      DRAIN_MS: 0,
      REQUEST_TIMEOUT_MS: PATIENCE_MS,
      MAX_REQUESTS_IN_FLIGHT: 10,
      MAX_RESPONSE_FIELDS: 1_000,
      ...settings,
    },
    ...(certificates && { certificates }),
  });
}

/** As the ways in which a connection can be refused are told. */
const NO_CONNECTION = /fetch failed|alert|ECONNRESET|socket hang up/i;

const OPERATIONS = {
  _entities: '{ _entities(representations: [{ __typename: "Account", id: "a" }]) { __typename } }',
  _service: '{ _service { sdl } }',
  'a root field': '{ accounts { id } }',
};
const REFUSED = {
  errors: [
    { message: 'This endpoint answers a router alone.', extensions: { code: 'FORBIDDEN', reason: 'ROUTER_ONLY' } },
  ],
};

describe('with a secret', () => {
  const SECRETS = ['the-new-secret-of-routers', 'the-old-secret-of-routers'];
  beforeAll(() => start({ ROUTER_SECRET: SECRETS.join(', ') }));
  afterAll(() => subgraph.stop());
  const ask = async (query: string, headers: Record<string, string> = {}) => {
    const body = JSON.stringify({ query });
    const response = await fetch(subgraph.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return { status: response.status, body: await response.json() };
  };

  test.each(Object.entries(OPERATIONS))('%s is refused without it, and with another one', async (_, query) => {
    expect(await ask(query)).toEqual({ status: 403, body: REFUSED });
    for (const secret of ['', 'the-new-secret-of-router', 'the-new-secret-of-routers2', SECRETS.join(', ')]) {
      expect(await ask(query, { 'router-authorization': secret })).toEqual({ status: 403, body: REFUSED });
    }
  });

  test('what is no GraphQL request is refused too, before it is read', async () => {
    const response = await fetch(subgraph.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect([response.status, await response.json()]).toEqual([403, REFUSED]);
    expect((await fetch(new URL('/other', subgraph.url))).status).toBe(403);
  });

  test.each(SECRETS)('a router that has one of them is answered', async (secret) => {
    expect(await ask(OPERATIONS._entities, { 'router-authorization': secret })).toMatchObject({
      status: 200,
      body: { data: { _entities: [{ __typename: 'Account' }] } },
    });
  });

  test('a router that asks is told what was done', async () => {
    const [secret = ''] = SECRETS;
    const asking = { 'router-authorization': secret, 'commerce-expose-trace': '1' };
    expect(await ask(OPERATIONS._entities, asking)).toMatchObject({
      body: { extensions: { trace: { counts: {} } } },
    });
  });
});

describe('with certificates', () => {
  let parts: Parts;
  beforeAll(async () => {
    parts = await makeParts();
    await start({}, await parts.open('account-graph'));
  });
  afterAll(async () => {
    await subgraph.stop();
    await parts.stop();
  });

  test('a router is answered', async () => {
    expect(await askAs(await parts.open('router'), OPERATIONS._entities)).toMatchObject({
      status: 200,
      body: { data: { _entities: [{ __typename: 'Account' }] } },
    });
  });

  test.each(Object.entries(OPERATIONS))('another part that asks for %s is refused', async (_, query) => {
    expect(await askAs(await parts.open('order-graph'), query)).toMatchObject({ status: 403, body: REFUSED });
  });

  test('nobody else has a connection', async () => {
    const plain = subgraph.url.replace('https:', 'http:');
    await expect(fetch(plain, { method: 'POST' })).rejects.toThrow(NO_CONNECTION);
    await expect(askAs(undefined, OPERATIONS._service)).rejects.toThrow(NO_CONNECTION);
    await expect(askAs(await parts.forged('router', await openAuthority()), OPERATIONS._service)).rejects.toThrow(
      NO_CONNECTION,
    );
    const expired = { from: 0, to: Date.now() - 1 };
    await expect(askAs(await parts.forged('router', undefined, expired), OPERATIONS._service)).rejects.toThrow(
      NO_CONNECTION,
    );
  });

  test('a router that takes up the TLS session of another connection is answered, and no other part is', async () => {
    for (const [part, status] of [
      ['router', 200],
      ['order-graph', 403],
    ] as const) {
      const certificates = await parts.open(part);
      const agent = new Agent({ keepAlive: false });
      const answers = [];
      for (let turn = 0; turn < 2; turn += 1) answers.push(await askAs(certificates, OPERATIONS._entities, agent));
      expect(answers.map(({ isResumed, ...answer }) => [isResumed, answer.status])).toEqual([
        [false, status],
        [true, status],
      ]);
    }
  });

  test('its health is told to everybody, not encrypted', async () => {
    expect((await fetch(`${subgraph.adminOrigin}/readyz`)).status).toBe(200);
  });

  async function askAs(certificates: Certificates | undefined, query: string, agent = new Agent()) {
    const { ca } = (await parts.forged('router')).current();
    const { cert, key } = certificates?.current() ?? {};
    const asked = request(subgraph.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      ...(cert && key && { cert, key }),
      ca,
      servername: 'account-graph',
      agent,
    });
    asked.end(JSON.stringify({ query }));
    const response = await answerTo(asked);
    const isResumed = (response.socket as TLSSocket).isSessionReused();
    return { isResumed, status: response.statusCode, body: await json(response) };
  }
});

describe('with neither', () => {
  afterEach(async () => {
    vi.restoreAllMocks();
    await subgraph.stop();
  });

  test.each([
    ['production', 1],
    ['development', 0],
  ])(
    'in %s everybody is answered, and it is logged %i times; who asks what was done is told in development alone',
    async (NODE_ENV, times) => {
      const warn = vi.spyOn(log, 'warn').mockImplementation(() => {});
      await start({ NODE_ENV });
      const response = await fetch(subgraph.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'commerce-expose-trace': '1' },
        body: JSON.stringify({ query: OPERATIONS._entities }),
      });
      expect(response.status).toBe(200);
      expect('extensions' in ((await response.json()) as object)).toBe(NODE_ENV === 'development');
      expect(warn.mock.calls.filter(([, message]) => String(message).includes('ROUTER_SECRET'))).toHaveLength(times);
    },
  );
});

test('a secret that is too short is refused at the start, and not shown', () => {
  const read = () => readConfig(z.object(routerSecretVariables), { ROUTER_SECRET: 'short,the-old-secret-of-routers' });
  expect(read).toThrow(/ROUTER_SECRET: expected texts of 16 or more/);
  expect(read).not.toThrow(/short,|the-old/);
});

function answerTo(asked: ClientRequest): Promise<IncomingMessage> {
  return new Promise((answered, failed) => asked.once('response', answered).once('error', failed));
}
