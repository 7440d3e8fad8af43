import { readdir } from 'node:fs/promises';
import { graphqlClient } from '@commerce/testkit/graphql-client';
import { endPrograms } from '@commerce/testkit/program';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DOMAINS } from '../../standalone/generated/domains.ts';
import { type DataFolder, makeDataFolder } from '../data-folder.ts';
import { spawnChild } from './child-system.ts';

let data: DataFolder;
beforeEach(async () => {
  data = await makeDataFolder();
});
afterEach(async () => {
  await endPrograms();
  await data.remove();
});

test('a start that was killed while it filled the shop is made good by the next one', async () => {
  const killed = spawnChild(data.path, {}, []);
  await killed.said('50 accounts are there');
  await killed.end('SIGKILL');

  const next = spawnChild(data.path, {}, []);
  const said = await next.said('Ctrl-C');
  expect(said).toContain('500 orders are there');
  const [, url = ''] = /GraphQL +(http:\S+)/.exec(said) ?? [];
  const { products } = await graphqlClient(url).ask<{ products: unknown[] }>('{ products { id } }');
  expect(products).not.toEqual([]);
  // The one after that finds nothing to make good: what somebody has deleted by then stays deleted.
  expect((await readdir(data.path)).toSorted()).toEqual(DOMAINS.map(({ domain }) => domain.name).toSorted());
});
