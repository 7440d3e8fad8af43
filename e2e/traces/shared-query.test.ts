import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RunningRouter, startRouter } from '@commerce/router/start';
import { graphqlClient } from '@commerce/testkit/graphql-client';
import { afterEach, expect, test } from 'vitest';
import { ROUTER_CONFIG } from '../start-system.ts';
import { type Collector, startCollector } from './collector.ts';
import { CLIENT_SPAN, LATE_TRACE, TRACE } from './traced-request.ts';

let collector: Collector;
let router: RunningRouter;
const subgraph = createServer((request, response) => {
  request.resume();
  answers.push(response);
});
const answers: ServerResponse[] = [];
afterEach(async () => {
  await collector.close();
  subgraph.closeAllConnections();
  await new Promise((closed) => subgraph.close(closed));
});

test('a query that is answered with the answer to another has a span in its own trace, which links to the other', async () => {
  collector = await startCollector();
  await new Promise<void>((listening) => subgraph.listen(0, '127.0.0.1', listening));
  const config = { ...ROUTER_CONFIG, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  router = await startRouter(config, () => `http://127.0.0.1:${(subgraph.address() as AddressInfo).port}/graphql`);
  const client = graphqlClient(`${router.origin}/graphql`);
  const ask = (trace: string) =>
    client.ask('{ account(id: "1") { name } }', {}, { traceparent: `00-${trace}-${CLIENT_SPAN}-01` });
  const first = ask(TRACE);
  await expect.poll(() => answers.length).toBe(1);
  const second = ask(LATE_TRACE);
  await expect.poll(() => waiting()).toBe(1);
  answers[0]?.setHeader('content-type', 'application/json').end('{"data":{"account":{"name":"Ada"}}}');
  expect(await second).toEqual(await first);
  await router.stop();

  const [own, other] = [TRACE, LATE_TRACE].map((trace) =>
    collector.spans.filter(({ traceId, kind }) => traceId === trace && kind === 'SERVER'),
  );
  expect(own).toMatchObject([{ name: 'query', links: [] }]);
  expect(other).toMatchObject([{ name: 'query', parentSpanId: CLIENT_SPAN, links: [own?.[0]?.spanId] }]);
});

/** The queries that wait for another's answer. */
async function waiting(): Promise<number> {
  const text = await (await fetch(`${router.adminOrigin}/metrics`)).text();
  return Number(/^shared_queries_waiting (\d+)/m.exec(text)?.[1]);
}
