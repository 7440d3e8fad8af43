import { once } from 'node:events';
import { status } from '@grpc/grpc-js';
import { afterEach, expect, test, vi } from 'vitest';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { callContext } from '../../call-context.ts';
import { openTrace } from '../../exposed-trace/trace-recorder.ts';
import { createClient } from '../../grpc/client.ts';
import { UserError } from '../../errors/user-error.ts';
import { unavailable } from '../../errors/domain-error.ts';
import type { CoreStore } from '../../grpc/core-store.ts';
import { serveCore } from '../../grpc/serve-core.ts';
import { checkHealth, listServices } from '@commerce/testkit/grpc-calls';
import { freePort } from '@commerce/testkit/free-port';
import { accountService } from '../grpc/start-accounts.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

type Environment = { NODE_ENV?: string; REFLECTION?: 'true' | 'false' };
type Settings = Environment & { AUTH?: 'off'; DRAIN_MS?: number } & Ports;
type Ports = { GRPC_PORT: number; ADMIN_PORT: number };

/** Starts a core; `closed` counts how often what it opened was closed. */
async function start(ports: Settings, getAccount = async () => ({}), store: Partial<CoreStore> = {}) {
  const { core, opened } = startLate(ports, store, getAccount);
  await core.catch(() => undefined);
  return { core, opened };
}

/** The same, for a core that may have to wait. */
function startLate(ports: Settings, store: Partial<CoreStore>, getAccount = async () => ({})) {
  const opened = { closed: 0 };
  const core = serveCore({
    domain: { name: 'account', callers: [] },
    service: accountService,
    handlers: { getAccount, createAccount: async () => ({}) },
    config: { NODE_ENV: 'test', HOST: '127.0.0.1', IDEMPOTENCY_RETENTION: 3_600_000, ...ports },
    store: {
      toDomainError: () => undefined,
      waitsFor: async () => [],
      prepare: async () => [],
      forgetKeys: async () => 0,
      close: async () => void (opened.closed += 1),
      ...store,
    },
  });
  stops.push(async () => (await core.catch(() => undefined))?.stop());
  return { core, opened };
}

test.each([
  { NODE_ENV: 'production', isTold: false },
  { NODE_ENV: 'development', isTold: true },
])('without certificates in $NODE_ENV whoever asks what a core did is told: $isTold', async ({ NODE_ENV, isTold }) => {
  const { core } = await start({ GRPC_PORT: 0, ADMIN_PORT: 0, NODE_ENV, AUTH: 'off', DRAIN_MS: 0 });
  const client = createClient(accountService, (await core).address);
  const trace = openTrace();
  const call = { requestId: 'a', deadline: Date.now() + PATIENCE_MS, headers: {}, trace };
  await callContext.run(call, () => client.getAccount({}));
  client.close();
  expect(trace.read().spans).toMatchObject([{ name: 'GetAccount', status: 'OK' }]);
  expect(trace.read().spans[0]?.served !== undefined).toBe(isTold);
});

test('a core that is stopping is not ready, and finishes its calls', async () => {
  const events = new EventTarget();
  const { core } = await start({ GRPC_PORT: 0, ADMIN_PORT: 0 }, async () => {
    const end = once(events, 'end');
    events.dispatchEvent(new Event('arrived'));
    await end;
    return {};
  });
  const { address, adminOrigin, stop } = await core;
  stops.length = 0;
  const client = createClient(accountService, address);
  const arrived = once(events, 'arrived');
  const response = client.getAccount({});
  await arrived;

  const stopped = stop();
  const ready = await fetch(`${adminOrigin}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([
    503,
    { status: 'waiting', waitsFor: ['the end of this process'] },
  ]);
  events.dispatchEvent(new Event('end'));
  expect(await response).toEqual({ account: null });
  await stopped;
  client.close();
});

test('a core forgets old keys from when it is ready until it stops', async () => {
  // No pause is any.
  const random = vi.spyOn(Math, 'random').mockReturnValue(-0.5);
  const asked: number[] = [];
  let forget = () => {};
  const forgotten = new Promise<void>((resolve) => (forget = resolve));
  let lacking = ['its migrations'];
  const { core } = startLate(
    { GRPC_PORT: 0, ADMIN_PORT: 0 },
    {
      prepare: async () => {
        expect(asked).toEqual([]);
        const now = lacking;
        lacking = [];
        return now;
      },
      forgetKeys: async (olderThanMs) => {
        asked.push(olderThanMs);
        if (asked.length === 3) forget();
        return 0;
      },
    },
  );
  await forgotten;
  random.mockRestore();
  await (await core).stop();
  stops.length = 0;
  expect(new Set(asked)).toEqual(new Set([3_600_000]));
});

test.each(['GRPC_PORT', 'ADMIN_PORT'] as const)('a core whose %s is taken leaves nothing open', async (taken) => {
  const { address, adminOrigin } = await (await start({ GRPC_PORT: 0, ADMIN_PORT: 0 })).core;
  const ports = { GRPC_PORT: Number(address.split(':')[1]), ADMIN_PORT: Number(new URL(adminOrigin).port) };
  const { core, opened } = await start({ GRPC_PORT: 0, ADMIN_PORT: 0, [taken]: ports[taken] });
  await expect(core).rejects.toThrow(`Port ${ports[taken]}`);
  expect(opened).toEqual({ closed: 1 });
});

test('a core that loses its store says so to health checks, and that it is back', async () => {
  let waiting: string[] = [];
  const { core } = await start({ GRPC_PORT: 0, ADMIN_PORT: 0 }, undefined, { waitsFor: async () => waiting });
  const { address, adminOrigin } = await core;
  const said = async () => [
    (await checkHealth(address, '')).response,
    (await checkHealth(address, accountService.name)).response,
    (await fetch(`${adminOrigin}/readyz`)).status,
  ];
  const serving = { status: 'SERVING' };
  const notServing = { status: 'NOT_SERVING' };
  expect(await said()).toEqual([serving, serving, 200]);
  waiting = ['the account store'];
  await expect.poll(said).toEqual([notServing, notServing, 503]);
  waiting = [];
  await expect.poll(said).toEqual([serving, serving, 200]);
});

test('a core is live at once, and takes calls when its store is fit', async () => {
  const ports = { GRPC_PORT: await freePort(), ADMIN_PORT: await freePort() };
  let prepare: CoreStore['prepare'] = async () => ['its migrations'];
  const { core } = startLate(ports, { prepare: () => prepare(), toDomainError: (error) => unavailable('It', error) });
  const health = (path: string) => fetch(`http://127.0.0.1:${ports.ADMIN_PORT}/${path}`);
  const waitsFor = async () => ((await (await health('readyz')).json()) as { waitsFor?: string[] }).waitsFor;
  await expect.poll(async () => (await health('healthz').catch(() => undefined))?.status).toBe(200);
  await expect.poll(waitsFor).toEqual(['its migrations']);
  expect((await checkHealth(`127.0.0.1:${ports.GRPC_PORT}`, '')).code).toBe(14);
  // A store that goes while it is prepared is waited for, as one that is not there.
  prepare = async () => Promise.reject(new Error('connection lost'));
  await expect.poll(waitsFor).toEqual(['the account store (connection lost)']);
  prepare = async () => [];
  const { address } = await core;
  expect(await checkHealth(address, '')).toMatchObject({ response: { status: 'SERVING' } });
});

test('a store that waiting does not make fit ends the start, and leaves nothing open', async () => {
  const prepare = async () => Promise.reject(new UserError('run `npm run reindex` first'));
  const { core, opened } = await start({ GRPC_PORT: 0, ADMIN_PORT: 0 }, undefined, { prepare });
  await expect(core).rejects.toThrow('run `npm run reindex` first');
  expect(opened).toEqual({ closed: 1 });
});

test.each<Environment>([{ NODE_ENV: 'development' }, { NODE_ENV: 'production', REFLECTION: 'true' }])(
  'a core with %o tells everybody what it serves',
  async (settings) => {
    const { core } = await start({ GRPC_PORT: 0, ADMIN_PORT: 0, AUTH: 'off', DRAIN_MS: 0, ...settings });
    expect(await listServices((await core).address)).toContain(accountService.name);
  },
);

test.each<Environment>([{ NODE_ENV: 'production' }, { NODE_ENV: 'development', REFLECTION: 'false' }])(
  'a core with %o tells nobody what it serves',
  async (settings) => {
    const { core } = await start({ GRPC_PORT: 0, ADMIN_PORT: 0, AUTH: 'off', DRAIN_MS: 0, ...settings });
    await expect(listServices((await core).address)).rejects.toMatchObject({ code: status.UNIMPLEMENTED });
  },
);
