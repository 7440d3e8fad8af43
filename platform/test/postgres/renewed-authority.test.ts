import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Authority, openAuthority } from '@commerce/testkit/authority';
import { replaceFile } from '@commerce/testkit/replace-file';
import { startPostgresServer } from '@commerce/testkit/stores/postgres-server';
import { storeServers } from '@commerce/testkit/stores/servers';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPool, type RequestPool } from '../../postgres/pool.ts';

// Operators such as CloudNativePG renew it within months: a core that kept the first one would lose its store, and be well again
// after a restart.
describe.runIf(storeServers().postgres)('the authority of a database', () => {
  let server: { url: string; stop(): Promise<void> };
  let administrator: pg.Client;
  let folder: string;
  let pool: RequestPool;
  beforeAll(async () => {
    server = await startPostgresServer();
    administrator = new pg.Client(server.url);
    await administrator.connect();
    folder = await mkdtemp(join(tmpdir(), 'commerce-authority-'));
    const url = new URL(server.url);
    url.hostname = 'localhost';
    url.search = `sslmode=verify-full&sslrootcert=${authorityFile()}`;
    pool = createPool({ store: 'shop', url: url.href, size: 2 });
  });
  afterAll(async () => {
    await pool.end();
    await administrator.end();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const authorityFile = () => join(folder, 'ca.crt');

  /** The server writes its files itself: nobody else may own its key. It shows the new one some moments later. */
  async function showCertificateOf(authority: Authority): Promise<void> {
    const { cert, key } = await authority.issue('localhost');
    for (const [name, pem] of [['server.crt', cert] as const, ['server.key', key] as const]) {
      const lines = administrator.escapeLiteral(pem.trimEnd());
      await administrator.query(
        `COPY (SELECT unnest(string_to_array(${lines}, E'\\n'))) TO PROGRAM 'umask 077; cat > ${name}'`,
      );
    }
    await administrator.query('ALTER SYSTEM SET ssl = on');
    await administrator.query('SELECT pg_reload_conf()');
  }

  /** What comes of a statement on a new connection: those that are there keep the certificate that they were made with. */
  async function outcome(): Promise<unknown> {
    await administrator.query(
      `SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE application_name = 'commerce-shop'`,
    );
    try {
      return (await pool.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')).rows;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code;
    }
  }

  test('is the one that the file names when a connection is made', async () => {
    const [first, next] = [await openAuthority(), await openAuthority()];
    await replaceFile(authorityFile(), first.identity.cert);
    await showCertificateOf(first);
    await expect.poll(outcome).toEqual([{ ssl: true }]);

    await showCertificateOf(next);
    await expect.poll(outcome).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    await replaceFile(authorityFile(), next.identity.cert);
    await expect.poll(outcome).toEqual([{ ssl: true }]);
  });
});
