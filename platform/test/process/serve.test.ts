import { expect, test } from 'vitest';
import { serve } from '../../process/serve.ts';

const config = { HOST: '127.0.0.1', NODE_ENV: 'test' };
const NOTHING = async () => [];

test('closes the last that it opened first, and its own server with the rest', async () => {
  const closed: string[] = [];
  const { port, stop } = await serve({
    name: 'shop core',
    config,
    port: 0,
    waitsFor: NOTHING,
    addRoutes: async () => ({ stop: async () => void closed.push('routes') }),
    startRpcServer: async () => ({ stop: async () => void closed.push('RPC server') }),
    close: () => void closed.push('store'),
  });
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  await stop();
  await stop();
  expect(closed).toEqual(['RPC server', 'routes', 'store']);
  await expect(fetch(`http://127.0.0.1:${port}/readyz`)).rejects.toThrow('fetch failed');
});

test('closes all the rest when one fails', async () => {
  const closed: string[] = [];
  const { port, stop } = await serve({
    name: 'shop core',
    config,
    port: 0,
    waitsFor: NOTHING,
    addRoutes: () => Promise.resolve({ stop: () => Promise.reject(new Error('It does not end.')) }),
    close: () => void closed.push('store'),
  });
  await expect(stop()).rejects.toThrow('It does not end.');
  expect(closed).toEqual(['store']);
  await expect(fetch(`http://127.0.0.1:${port}/readyz`)).rejects.toThrow('fetch failed');
});

test.each(['addRoutes', 'startRpcServer', 'waitsFor'])('closes what is open when %s fails', async (step) => {
  const closed: string[] = [];
  const failing = () => Promise.reject(new Error('It does not begin.'));
  const serving = serve({
    name: 'shop core',
    config,
    port: 0,
    waitsFor: NOTHING,
    addRoutes: async () => ({ stop: async () => void closed.push('routes') }),
    close: () => void closed.push('store'),
    [step]: failing,
  });
  await expect(serving).rejects.toThrow('It does not begin.');
  expect(closed).toEqual(step === 'addRoutes' ? ['store'] : ['routes', 'store']);
});
