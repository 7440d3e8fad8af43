import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { addressTests } from '@commerce/testkit/address-tests';
import { startTestDatabase, type TestDatabase } from '@commerce/testkit/stores/test-database';
import { afterAll, beforeAll } from 'vitest';
import { createPool } from '../../postgres/pool.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

addressTests(async (at, by, closing) => {
  const url = new URL(database.url);
  const [host, serverPort] = [url.hostname, Number(url.port)];
  const way = createServer((near) => {
    const far = connect(serverPort, host);
    for (const socket of [near, far]) socket.on('error', () => {});
    near.pipe(far).pipe(near);
  });
  way.listen(0, at);
  await once(way, 'listening');
  url.host = `${by}:${(way.address() as AddressInfo).port}`;
  const pool = createPool({ store: 'shop', url: url.href, size: 1 });
  closing(() => way.close());
  closing(() => pool.end());
  return (await pool.query('SELECT 1')).rowCount === 1;
});
