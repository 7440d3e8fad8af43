import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { openOtlpMetrics } from '../../otlp-metrics/open-otlp-metrics.ts';
import { tracesVariables } from '../../traces/traces.ts';

const received: { path: string; body: Buffer }[] = [];
async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  received.push({ path: request.url ?? '', body: await buffer(request) });
  response.setHeader('content-type', 'application/x-protobuf').end();
}
const server = createServer((request, response) => void receive(request, response));
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
afterEach(() => void received.splice(0));

async function run(variables: Record<string, string>): Promise<void> {
  const exporting = await openOtlpMetrics('order-core', z.object(tracesVariables).parse(variables));
  await exporting.stop();
}

test('a collector is sent what Prometheus would read, and who sends it', async () => {
  await run({ OTEL_EXPORTER_OTLP_ENDPOINT: url });
  // A stop waits for the collector no longer than its limit, which a busy machine may come to.
  await expect.poll(() => received.map(({ path }) => path)).toEqual(['/v1/metrics']);
  const text = received[0]?.body.toString('latin1');
  for (const part of ['service.name', 'order-core', 'commerce', 'build_info', 'process_cpu_seconds']) {
    expect(text).toContain(part);
  }
  // By it a collector tells replicas apart, which have one name: without it each overwrites what the other sent.
  for (const part of ['service.instance.id', `${hostname()}-${process.pid}`]) expect(text).toContain(part);
});

test.each([
  ['no collector is named', {}],
  ['metrics are not for it', { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_METRICS_EXPORTER: 'none' }],
  ['all is off', { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: url, OTEL_SDK_DISABLED: 'true' }],
])('where %s nothing is sent', async (_what, variables) => {
  await run(variables);
  expect(received).toEqual([]);
});
