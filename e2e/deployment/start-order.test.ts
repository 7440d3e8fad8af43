import { randomUUID } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { createDatabase } from '@commerce/testkit/stores/postgres-server';
import { storeServers } from '@commerce/testkit/stores/servers';
import { afterEach, describe, expect, test } from 'vitest';
import { DOMAINS as PARTS } from '../../standalone/generated/domains.ts';
import { shopOf } from '../shop.ts';
import { FORM } from '../form.ts';
import { type Deployment, planDeployment } from './deployment.ts';
import type { ManagedProcess } from './managed-process.ts';

const { postgres: serverUrl } = storeServers();

let deployment: Deployment;
afterEach(() => deployment?.stop());

// Production mode waits for migrations that somebody else runs, on databases that may come later.
describe.runIf(serverUrl)('the processes start in any order', () => {
  test('the router first, the databases last', async () => {
    const name = `late-${randomUUID()}`;
    const urlOf = (domain: string) => {
      const url = new URL(serverUrl ?? '');
      url.pathname = `/${name}-${domain}`;
      return url.href;
    };
    deployment = await planDeployment({
      replicas: 1,
      storeOf: (domain) => ({ DATABASE_URL: urlOf(domain) }),
      settings: { DRAIN_MS: '0' },
    });
    const { processes } = deployment;
    const front = deployment.process(FORM === 'edges' ? 'edge' : 'router');
    for (const process of processes.toReversed()) process.start();

    // Live at once, all of them; ready is the router, or edge, alone.
    for (const process of processes) await expect.poll(() => statusOf(process, 'healthz')).toBe(200);
    await expect.poll(() => statusOf(front, 'readyz')).toBe(200);
    for (const domain of DOMAINS) {
      const core = deployment.process(`${domain} core`);
      await expect
        .poll(() => waitedFor(core))
        .toEqual([`the ${domain} store (database "${name}-${domain}" does not exist)`]);
      // In an edge it holds up nothing else.
      if (FORM === 'edges') continue;
      await expect.poll(() => waitedFor(deployment.process(`${domain} subgraph`))).toEqual([`the ${domain} service`]);
    }
    const graph = await deployment.serve();
    const { data, errors } = await graph.query('{ accounts { id } products { id } }');
    expect(data).toEqual({ accounts: null, products: null });
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['UNAVAILABLE', 'UNAVAILABLE']);

    for (const domain of DOMAINS) {
      await createDatabase(serverUrl ?? '', `${name}-${domain}`);
      await expect
        .poll(() => waitedFor(deployment.process(`${domain} core`)))
        .toEqual([expect.stringContaining(`\`npm run migrate -- ${domain}\`, because its database lacks 2026`)]);
      const { status, stdout } = migrate(domain, urlOf(domain));
      expect([status, stdout]).toEqual([0, expect.stringContaining(`The ${domain} database is up to date.`)]);
    }
    for (const process of processes) await expect.poll(() => statusOf(process, 'readyz')).toBe(200);

    const lines = deployment.process('order core').lines();
    const waited = lines.filter(({ msg }) => msg.startsWith('The order core')).map(({ waitsFor = [] }) => waitsFor[0]);
    const [first, ...rest] = waited;
    expect(first).toBe(`the order store (database "${name}-order" does not exist)`);
    expect(rest.pop()).toBeUndefined();
    // It looks when it looks: half way through the migrations, too.
    expect(rest.length).toBeGreaterThan(0);
    for (const reason of rest) expect(reason).toContain('npm run migrate -- order');
    // A line for each change, and none for the many looks between them.
    expect(waited.filter((reason, index) => index > 0 && reason === waited[index - 1])).toEqual([]);
    // Now that all are ready: those that hand connections on may not have seen it yet.
    const served = await deployment.serve();
    const shop = shopOf(served);
    const order = await shop.createOrder(await shop.createAccount(), await shop.createProduct());
    expect(await served.ask('query ($id: ID!) { order(id: $id) { account { name } } }', { id: order })).toEqual({
      order: { account: { name: 'Ada Lovelace' } },
    });
  });

  test('a core that still waits ends at once when it is told to', async () => {
    deployment = await planDeployment({
      replicas: 1,
      storeOf: () => ({ DATABASE_URL: 'postgresql://127.0.0.1:1/nothing' }),
    });
    const core = deployment.process('order core');
    core.start();
    await expect.poll(() => waitedFor(core)).toEqual(['the order store (connect ECONNREFUSED 127.0.0.1:1)']);
    expect(await core.end('SIGTERM')).toBe(0);
  });
});

const DOMAINS = PARTS.map(({ domain }) => domain.name);

async function statusOf({ healthOrigin }: ManagedProcess, path: string): Promise<number | undefined> {
  return await fetch(`${healthOrigin}/${path}`).then(
    ({ status }) => status,
    () => undefined,
  );
}

async function waitedFor({ healthOrigin }: ManagedProcess): Promise<string[] | undefined> {
  const answer = await fetch(`${healthOrigin}/readyz`).catch(() => undefined);
  return ((await answer?.json()) as { waitsFor?: string[] } | undefined)?.waitsFor;
}

function migrate(domain: string, url: string) {
  return spawnSync(process.execPath, ['build/subgraphs/migrate.js', domain], {
    cwd: resolve(import.meta.dirname, '../..'),
    env: { PATH: process.env['PATH'], DATABASE_URL: url },
    encoding: 'utf8',
  });
}
