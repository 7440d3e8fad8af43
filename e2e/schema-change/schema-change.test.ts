import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { replaceFile } from '@commerce/testkit/replace-file';
import { startProgram } from '@commerce/testkit/program';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Load, startLoad } from '../deployment/load.ts';
import type { ManagedProcess } from '../deployment/managed-process.ts';
import { FORM } from '../form.ts';
import { copyRepository, type RepositoryCopy } from '../repository-copy.ts';
import { shopOf } from '../shop.ts';
import { startSystem, type System } from '../start-system.ts';
import { type Release, startRelease } from './release.ts';

// The catalog's team ships a new field, and takes it back, while clients read and write.

const ROOT = resolve(import.meta.dirname, '../..');
const PRODUCT = 'query ($id: ID!) { product(id: $id) { slug } }';

let system: System;
let next: RepositoryCopy;
let release: Release;
let load: Load;
let product: string;

beforeAll(async () => {
  [system, next] = await Promise.all([startSystem(), copyWithSlug()]);
  await publish(ROOT);
  release = await startRelease(system, { present: ROOT, next: next.folder }, join(next.folder, SERVED), FORM);
  const shop = shopOf(release.graph);
  product = await shop.createProduct({ name: 'Desk Lamp' });
  load = await startLoad(release.graph, await shop.createAccount(), product);
});
afterAll(async () => {
  await load?.stop();
  await release?.stop();
  await next?.remove();
  await system?.stop();
});

describe('a field that is added', () => {
  test('is refused by the gate when its supergraph would come before its code', async () => {
    expect(await refusalOfGate(join(next.folder, 'supergraph.graphql'))).toContain(
      "catalog: Field 'slug' was removed from object type 'Product'",
    );
  });

  test('fails those who ask for it when its supergraph comes before its code all the same', async () => {
    await publish(next.folder);
    await expect.poll(refusals).toEqual(['INTERNAL_SERVER_ERROR']);
    await publish(ROOT);
    await expect.poll(refusals).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });

  test('goes unseen while the code is replaced, and no request fails', async () => {
    for (const { present, next: young } of release.replicas) await replace(present, young);
    expect(await refusals()).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });

  test('is there once its supergraph is published, and no request fails', async () => {
    await publish(next.folder);
    const ask = ({ query }: GraphQLClient) => query(PRODUCT, { id: product });
    for (const front of release.fronts) {
      await expect.poll(() => ask(front)).toEqual({ data: { product: { slug: 'desk-lamp' } } });
    }
    await goesOn();
  });
});

describe('a field that is taken away', () => {
  test('is refused by the gate when its code would go before its supergraph', async () => {
    // The gate of the old code, which has no such field, against what is served.
    expect(await refusalOfGate(join(next.folder, SERVED))).toContain("Field 'slug' was removed");
  });

  test('is gone once the supergraph without it is published, and then its code; no request fails', async () => {
    await publish(ROOT);
    await expect.poll(refusals).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    for (const { present, next: old } of release.replicas) await replace(old, present);
    await goesOn();
  });
});

test('no request of the whole time failed, and each order was placed once', async () => {
  const { failures, orders } = await load.stop();
  expect(failures).toEqual([]);
  expect(orders.length).toBeGreaterThan(20);
  expect(new Set(orders).size).toBe(orders.length);
});

/**
 * What the gate says of a supergraph that must not be published. It has a process of its own, as in CI: in this one the cores
 * would stand still for it, and be taken for lost.
 */
async function refusalOfGate(supergraph: string): Promise<string> {
  const { code, stderr } = await startProgram(['tools/check-served.ts', '--supergraph', supergraph], {}).ended;
  expect(code).toBe(1);
  return stderr;
}

/** What routers make of a query for the new field: they do not know it, or the subgraph does not. */
async function refusals(): Promise<unknown[]> {
  const answers = await Promise.all(release.fronts.map(({ query }) => query(PRODUCT, { id: product })));
  return [...new Set(answers.map(({ errors }) => errors?.[0]?.extensions['code']))];
}

const SERVED = 'served.graphql';

/** The repository as the catalog's team has changed it. */
async function copyWithSlug(): Promise<RepositoryCopy> {
  const copy = await copyRepository();
  await edit(
    copy,
    'subgraphs/catalog/graph/schema.graphql',
    '  archived: Boolean!\n',
    '  archived: Boolean!\n  slug: String!\n',
  );
  await edit(
    copy,
    'subgraphs/catalog/graph/resolvers.ts',
    '    createdAt:',
    "    slug: ({ name }) => name.toLowerCase().replaceAll(' ', '-'),\n    createdAt:",
  );
  await copy.run(process.execPath, '--import', './tools/typescript.mjs', 'tools/compose.ts');
  return copy;
}

async function edit({ folder }: RepositoryCopy, file: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(folder, file), 'utf8');
  if (!text.includes(from)) throw new Error(`${file} has no longer ${from}`);
  await writeFile(join(folder, file), text.replace(from, to));
}

/** Puts a tree's supergraph where routers look, in one step. */
async function publish(root: string): Promise<void> {
  await replaceFile(join(next.folder, SERVED), await readFile(join(root, 'supergraph.graphql'), 'utf8'));
}

async function replace(old: ManagedProcess, young: ManagedProcess): Promise<void> {
  expect(await old.end('SIGTERM')).toBe(0);
  await young.startReady();
  await goesOn();
}

/** The clients are answered meanwhile. */
async function goesOn(): Promise<void> {
  const before = load.answered();
  await expect.poll(() => load.answered()).toBeGreaterThan(before + 8);
}
