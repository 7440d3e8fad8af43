import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { composeServices } from '@apollo/composition';
import { graphqlClient } from '@commerce/testkit/graphql-client';
import { parse } from 'graphql';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readConfig } from '@commerce/platform/config/read-config';
import { type RunningRouter, routerVariables, startRouter } from '../start.ts';
import { type Answer, closeAll, startServer } from './subgraph-servers.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@override"])';
const OLD = `${LINK} type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! owner: String }`;
const NEW = (label: string) => `${LINK} type Query { ping: Int }
  type Thing @key(fields: "id") { id: ID! owner: String @override(from: "old", label: "${label}") }`;

let folder: string;
let router: RunningRouter | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moving-'));
});
afterEach(async () => {
  await router?.stop();
  router = undefined;
  await closeAll();
  await rm(folder, { recursive: true });
});

/** A subgraph that says its name. */
const owner =
  (name: string): Answer =>
  async (request, response) => {
    const thing = { __typename: 'Thing', id: '1', owner: name };
    const { query } = JSON.parse(await text(request)) as { query: string };
    const data = query.includes('_entities') ? { _entities: [thing] } : { thing };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ data }));
  };

/** @returns who answers `thing.owner` when a client asks for it. */
async function start(label: string, variables: Record<string, string> = {}): Promise<() => Promise<string>> {
  const url = async (name: string) => `http://127.0.0.1:${await startServer(owner(name))}`;
  const { errors, supergraphSdl = '' } = composeServices([
    { name: 'old', url: await url('old'), typeDefs: parse(OLD) },
    { name: 'new', url: await url('new'), typeDefs: parse(NEW(label)) },
  ]);
  expect(errors).toBeUndefined();
  const path = join(folder, 'supergraph.graphql');
  await writeFile(path, supergraphSdl);
  const env = { NODE_ENV: 'test', PORT: '0', ADMIN_PORT: '0', SUPERGRAPH_PATH: path, ...variables };
  router = await startRouter(readConfig(routerVariables, env), (_, address = '') => address);
  const client = graphqlClient(`${router.origin}/graphql`);
  return async () => (await client.ask<{ thing: { owner: string } }>('{ thing { owner } }')).thing.owner;
}

test.each([
  ['percent(100)', {}, 'new'],
  ['percent(0)', {}, 'old'],
  ['fast-lane', {}, 'old'],
  ['fast-lane', { OVERRIDE_LABELS: 'slow-lane, fast-lane' }, 'new'],
  ['percent(0)', { OVERRIDE_LABELS: 'percent(0)' }, 'new'],
])('of a field with the label %s, with the configuration %j, the owner is %s', async (label, variables, name) => {
  const ask = await start(label, variables);
  expect(await ask()).toBe(name);
});

test('the owner is decided for each request, of one document too', async () => {
  const ask = await start('percent(50)');
  const random = vi.spyOn(Math, 'random');
  const owners: string[] = [];
  for (const drawn of [0.2, 0.7, 0.2, 0.7]) {
    random.mockReturnValue(drawn);
    owners.push(await ask());
  }
  expect(owners).toEqual(['new', 'old', 'new', 'old']);
});

test('a configured label that no schema could have is refused', () => {
  expect(() => readConfig(routerVariables, { OVERRIDE_LABELS: 'fast lane' })).toThrow(
    'OVERRIDE_LABELS: expected labels of @override, such as fast-lane,percent(5), got "fast lane"',
  );
});
