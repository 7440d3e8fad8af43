import { storeServers } from '@commerce/testkit/stores/servers';
import { startProgram } from '@commerce/testkit/program';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DataFolder, makeDataFolder } from '../data-folder.ts';
import { shopOf } from '../shop.ts';
import { serverVariables, startSystem, type System } from '../start-system.ts';
import { documentedCommands, runInShell } from './documented-commands.ts';

// The catalog goes back to its snapshot, by the commands of docs/backup.md; the orders stay.

const { elasticsearch } = storeServers();

describe.runIf(elasticsearch)('a catalog that was restored from its snapshot', () => {
  let data: DataFolder;
  let system: System;
  /** The commands: they make the repository, a snapshot, and restore that. */
  let commands: string[];
  /** Of the product that came after the snapshot. */
  let late: string;
  let orders: { kept: string; lost: string };
  let before: unknown;
  beforeAll(async () => {
    data = await makeDataFolder();
    const { ELASTICSEARCH_ALIAS: alias = '' } = await serverVariables(data.path);
    commands = await commandsFor(alias);
    system = await startSystem(data);
    const shop = shopOf(system);
    const account = await shop.createAccount();
    const { createProduct } = await system.ask<{ createProduct: { id: string } }>(CREATE);
    orders = { kept: await shop.createOrder(account, createProduct.id), lost: '' };
    before = await system.ask(CATALOG);
    expect(await run(0)).toContain('"acknowledged":true');
    expect(await run(1)).toMatch(/"state":"SUCCESS".*"failed":0/);
    late = await shop.createProduct({ name: 'Came too late' });
    orders.lost = await shop.createOrder(account, late);
    await system.stop();
    const restored = await run(2);
    expect(restored).toMatch(/"snapshot":"monday".*"failed":0/);
    expect(restored).toMatch(new RegExp(`}${alias} +${alias}-`));
    system = await startSystem(data);
  });
  afterAll(async () => {
    await system?.stop();
    await data?.remove();
  });

  const run = (index: number) => runInShell(commands[index] ?? '', { ES: elasticsearch ?? '' });

  test('has what it had then, and is written to', async () => {
    expect(await system.ask(CATALOG)).toEqual(before);
    // A retry of what was done before the snapshot is still known as one.
    expect(await system.ask(CREATE)).toEqual({ createProduct: expect.objectContaining({ name: 'Kept lamp' }) });
    expect(await system.ask(CATALOG)).toEqual(before);
    expect(await shopOf(system).createProduct()).not.toBe(late);
  });

  test('lacks what came later, and verify-references names the order', async () => {
    const { code, stdout, stderr } = await startProgram(['build/subgraphs/order/core/verify-references/main.js'], {
      ACCOUNT_CORE: system.cores.account,
      CATALOG_CORE: system.cores.catalog,
      ORDER_CORE: system.cores.order,
    }).ended;
    expect(stdout.trim()).toBe(`order ${orders.lost}, line 1: there is no product ${late}`);
    expect([code, stderr]).toEqual([1, expect.stringContaining('1 lost in 2 orders.')]);
  });
});

const CREATE = `mutation { createProduct(idempotencyKey: "kept", product: { name: "Kept lamp", description: "Brass", price: 49.9 }) {
  id name } }`;
const CATALOG =
  '{ products { id name description price unitPrice { amount currencyCode } version createdAt unitsSold } }';

/** The documented commands for the indices of a test alone, in a folder that the server may write to. */
async function commandsFor(alias: string): Promise<string[]> {
  const documented = await documentedCommands('Elasticsearch: snapshots');
  expect(documented).toHaveLength(3);
  const answer = await fetch(`${elasticsearch}/_nodes/settings?flat_settings=true`);
  const { nodes } = (await answer.json()) as {
    nodes: Record<string, { settings: { 'path.repo'?: string | string[] } }>;
  };
  const [folder] = Object.values(nodes).flatMap(({ settings }) => settings['path.repo'] ?? []);
  if (folder === undefined)
    throw new Error(`The server at ${elasticsearch} has no path.repo, so it makes no snapshots.`);
  return documented.map((script) =>
    script
      .replaceAll('products', alias)
      .replaceAll('_snapshot/backup', `_snapshot/${alias}`)
      .replaceAll('/backup/catalog', `${folder}/${alias}`),
  );
}
