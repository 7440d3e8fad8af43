import { expect, test } from 'vitest';
import { serve } from '../../process/serve.ts';

const SHOP = {
  name: 'shop core',
  config: { HOST: '127.0.0.1', ADMIN_PORT: 0, NODE_ENV: 'test' },
  waitsFor: async () => [],
};

/** Starts a process that notes what it closes. */
async function start(closed: string[], options: Partial<Parameters<typeof serve>[0]> = {}) {
  return await serve({
    ...SHOP,
    startServer: async () => ({ port: 1, stop: async () => void closed.push('server') }),
    close: () => void closed.push('store'),
    ...options,
  });
}

test('closes the last that it opened first, and its administration with the rest', async () => {
  const closed: string[] = [];
  const { adminOrigin, stop } = await start(closed);
  expect((await fetch(`${adminOrigin}/readyz`)).status).toBe(200);
  await stop();
  await stop();
  expect(closed).toEqual(['server', 'store']);
  await expect(fetch(`${adminOrigin}/readyz`)).rejects.toThrow('fetch failed');
});

test('closes all the rest when one fails', async () => {
  const closed: string[] = [];
  const { adminOrigin, stop } = await start(closed, {
    startServer: async () => ({ port: 1, stop: () => Promise.reject(new Error('It does not end.')) }),
  });
  await expect(stop()).rejects.toThrow('It does not end.');
  expect(closed).toEqual(['store']);
  await expect(fetch(`${adminOrigin}/readyz`)).rejects.toThrow('fetch failed');
});

test.each([
  ['startServer', ['store']],
  ['waitsFor', ['server', 'store']],
])('closes what is open when %s fails', async (step, closedThen) => {
  const closed: string[] = [];
  const failing = () => Promise.reject(new Error('It does not begin.'));
  await expect(start(closed, { [step]: failing })).rejects.toThrow('It does not begin.');
  expect(closed).toEqual(closedThen);
});
