import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '@commerce/testkit/free-port';
import { type GraphQLClient, graphqlClient } from '@commerce/testkit/graphql-client';
import { bearer } from '@commerce/testkit/issuer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopOf } from '../shop.ts';
import { startSystem, type System } from '../start-system.ts';

// Another router in front of the subgraphs, configured as docs/other-routers.md says. By hand: HIVE_GATEWAY is the path of its program.

const PROGRAM = process.env['HIVE_GATEWAY'] ?? '';
const ROUTER_SECRET = 'a-secret-of-the-routers';

describe('Hive Gateway in front of the subgraphs', () => {
  let system: System;
  let folder: string;
  let end: () => Promise<unknown>;
  let gateway: GraphQLClient;
  /** All that it said. */
  let output = '';
  beforeAll(async () => {
    system = await startSystem(undefined, { EMBEDDED_GRAPHS: 'false', ROUTER_SECRET }, true);
    folder = await mkdtemp(join(tmpdir(), 'other-router-'));
    await writeFile(join(folder, 'gateway.config.mjs'), await documentedConfig());
    const port = await freePort();
    const child = spawn(resolve(PROGRAM), ['supergraph', '-c', 'gateway.config.mjs', '-p', String(port)], {
      cwd: folder,
      env: { PATH: process.env['PATH'], ROUTER_SECRET },
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
    end = async () => child.kill() && (await once(child, 'close'));
    gateway = graphqlClient(`http://127.0.0.1:${port}/graphql`);
  });
  afterAll(async () => {
    await end?.();
    await system?.stop();
    if (folder) await rm(folder, { recursive: true });
  });

  test('starts as it is configured', async () => {
    const said = () => gateway.query('{ __typename }').catch(() => output);
    await expect.poll(said).toEqual({ data: { __typename: 'Query' } });
  });

  const asStaff = async () => bearer((await system.issuer?.token('staff')) ?? '');

  test('answers across all subgraphs, for whom the token names', async () => {
    const headers = await asStaff();
    const shop = shopOf({ ...gateway, ask: (document, variables) => gateway.ask(document, variables, headers) });
    const order = await shop.createOrder(await shop.createAccount(), await shop.createProduct());
    const document = 'query ($id: ID!) { order(id: $id) { account { name } products { product { name unitsSold } } } }';
    expect(await gateway.query(document, { id: order }, headers)).toEqual({
      data: {
        order: { account: { name: 'Ada Lovelace' }, products: [{ product: { name: 'Desk lamp', unitsSold: 1 } }] },
      },
    });
    const { data, errors } = await gateway.query(document, { id: order });
    expect(data).toEqual({ order: null });
    expect(errors).toMatchObject([{ path: ['order'], extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  test('passes on what a subgraph says of a mistake', async () => {
    const document = 'mutation { createAccount(account: { name: "" }) { id } }';
    const { errors } = await gateway.query(document, {}, await asStaff());
    expect(errors).toMatchObject([{ path: ['createAccount'], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(errors?.[0]?.extensions['fieldViolations']).toMatchObject([{ field: 'account.name' }]);
  });

  test('has what needs no subgraph that is down', async () => {
    await system.stopPart('catalog graph');
    const { data, errors } = await gateway.query('{ accounts { name } products { name } }', {}, await asStaff());
    expect(data).toMatchObject({ accounts: [{ name: 'Ada Lovelace' }], products: null });
    // Its own words, as the page says: nothing tells a client to come again.
    expect(errors).toEqual([
      { message: 'Unexpected error.', path: ['products'], extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ]);
  });

  /** With the addresses of this system's subgraphs. */
  async function documentedConfig(): Promise<string> {
    const page = await readFile('docs/other-routers.md', 'utf8');
    const [, block = ''] = /((?: {4}.*\n|\n)*? {4}\/\/ gateway\.config\.mjs\n(?: {4}.*\n)*)/.exec(page) ?? [];
    const config = block.replaceAll(/^ {4}/gm, '').replace('supergraph.graphql', resolve('supergraph.graphql'));
    return Object.entries(system.graphs).reduce(
      (text, [name, url]) => text.replace(`http://${name}-graph:4000/graphql`, url),
      config,
    );
  }
});
