import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '@commerce/testkit/free-port';
import { startProgram } from '@commerce/testkit/program';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FRONT } from '../front-program.ts';

/** Answers everything with 500, in place of a store or of what publishes the supergraph. */
const broken = createServer((request, response) => {
  request.resume();
  response.writeHead(500, { 'content-type': 'text/plain', 'x-elastic-product': 'Elasticsearch' }).end('out of order');
});
let brokenHost: string;
let closedHost: string;
beforeAll(async () => {
  await new Promise<void>((listening) => broken.listen(0, '127.0.0.1', listening));
  brokenHost = `127.0.0.1:${(broken.address() as AddressInfo).port}`;
  closedHost = `127.0.0.1:${await freePort()}`;
});
afterAll(() => broken.close());

const USER = 'robot:s3cret';

test.each([
  ['ELASTICSEARCH_URL', () => `http://${USER}@${closedHost}`],
  ['ELASTICSEARCH_URL', () => `http://${USER}@${brokenHost}`],
  ['ELASTICSEARCH_URL', () => `http://${USER}@no-such-host.invalid:9200`],
  ['DATABASE_URL', () => `postgresql://${USER}@${closedHost}/catalog`],
  ['DATABASE_URL', () => `postgresql://${USER}@${brokenHost}/catalog`],
])('a core that waits for the store in %s tells nobody of its password', async (name, urlOf) => {
  const health = await freePort();
  const core = startProgram(['build/subgraphs/catalog/core/main.js'], {
    AUTH: 'off',
    [name]: urlOf(),
    LOG_LEVEL: 'trace',
    GRPC_PORT: String(await freePort()),
    ADMIN_PORT: String(health),
    DRAIN_MS: '0',
  });
  await core.said('waits for the catalog store');
  const ready = await fetch(`http://127.0.0.1:${health}/readyz`);
  expect(await ready.text()).toMatch(/"the catalog store \(.+\)"/);
  const { stdout, stderr } = await core.end('SIGTERM');
  expect(stdout + stderr).not.toContain('s3cret');
});

test.each([
  ['cannot be reached', () => `http://${USER}@${closedHost}/supergraph.graphql?signature=s3cret`],
  ['answers nonsense', () => `http://${USER}@${brokenHost}/supergraph.graphql?signature=s3cret`],
  ['is no URL', () => `http://${USER}@:no`],
])('a router whose SUPERGRAPH_URL %s does not print its password', async (what, urlOf) => {
  const router = startProgram([FRONT.file], {
    ...FRONT.addresses,
    AUTH: 'off',
    SUPERGRAPH_URL: urlOf(),
    SUPERGRAPH_CACHE: '/nowhere/supergraph.graphql',
    LOG_LEVEL: 'trace',
    ADMIN_PORT: String(await freePort()),
    PORT: String(await freePort()),
  });
  await router.said(what === 'is no URL' ? 'SUPERGRAPH_URL' : 'waits for the supergraph');
  const { stdout, stderr } = await router.end('SIGTERM');
  expect(stdout + stderr).toMatch(
    new RegExp(`The router waits for the supergraph in http|^${FRONT.name}: .*SUPERGRAPH_URL`, 's'),
  );
  expect(stdout + stderr).not.toContain('s3cret');
});
