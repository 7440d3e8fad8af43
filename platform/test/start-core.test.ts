import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { createClient } from '../grpc/client.ts';
import { type RunningCore, startCore } from '../process/start-core.ts';
import { accountService } from './start-accounts.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** Starts a core; `closed` counts how often what it opened was closed. */
async function start(ports: { GRPC_PORT: number; HEALTH_PORT: number }, getAccount = async () => ({})) {
  const opened = { closed: 0 };
  const core = startCore({
    service: accountService,
    handlers: { getAccount, createAccount: async () => ({}) },
    name: 'account',
    config: { NODE_ENV: 'test', HOST: '127.0.0.1', ...ports },
    store: {
      toDomainError: () => undefined,
      waitsFor: async () => [],
      prepare: async () => [],
      close: async () => void (opened.closed += 1),
    },
  });
  const running: RunningCore | undefined = await core.catch(() => undefined);
  if (running) stops.push(() => running.stop());
  return { core, opened };
}

test('a core that is stopping is not ready, and finishes its calls', async () => {
  const events = new EventTarget();
  const { core } = await start({ GRPC_PORT: 0, HEALTH_PORT: 0 }, async () => {
    const end = once(events, 'end');
    events.dispatchEvent(new Event('arrived'));
    await end;
    return {};
  });
  const { address, healthPort, stop } = await core;
  stops.length = 0;
  const client = createClient(accountService, address, 'The account service');
  const arrived = once(events, 'arrived');
  const response = client.getAccount({});
  await arrived;

  const stopped = stop();
  const ready = await fetch(`http://127.0.0.1:${healthPort}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([
    503,
    { status: 'waiting', waitsFor: ['the end of this process'] },
  ]);
  events.dispatchEvent(new Event('end'));
  expect(await response).toEqual({ account: null });
  await stopped;
  client.close();
});

test.each(['GRPC_PORT', 'HEALTH_PORT'] as const)('a core whose %s is taken leaves nothing open', async (taken) => {
  const { address, healthPort } = await (await start({ GRPC_PORT: 0, HEALTH_PORT: 0 })).core;
  const ports = { GRPC_PORT: Number(address.split(':')[1]), HEALTH_PORT: healthPort };
  const { core, opened } = await start({ GRPC_PORT: 0, HEALTH_PORT: 0, [taken]: ports[taken] });
  await expect(core).rejects.toThrow(`Port ${ports[taken]}`);
  expect(opened).toEqual({ closed: 1 });
});
