import { expect, test } from 'vitest';
import { freePort } from '../free-port.ts';

test('a port is given once, even when nobody listens on it yet', async () => {
  // By chance alone, some fifteen of so many would be given twice.
  const ports = [];
  while (ports.length < 600) ports.push(await freePort());

  expect(new Set(ports).size).toBe(ports.length);
});
