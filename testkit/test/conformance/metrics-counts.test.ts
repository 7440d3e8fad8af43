import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countsOf } from '../../conformance/metrics-counts.ts';

let server: Server;
let origin: string;
const pages: Record<string, string> = {
  '/a': '# TYPE rpc_server_duration_seconds histogram\nrpc_server_duration_seconds_count{method="A",code="OK"} 3\nrpc_server_duration_seconds_count{method="B"} 4\nrpc_server_duration_seconds_sum 99\n',
  '/b': '# TYPE rpc_server_duration_seconds histogram\nrpc_server_duration_seconds_count 5\n# TYPE store_statements_total counter\nstore_statements_total{store="tea"} 6\n',
  '/other': '# TYPE calls counter\ncalls 7\n',
};
beforeEach(async () => {
  server = createServer(({ url = '' }, response) => {
    response.statusCode = url in pages ? 200 : 404;
    response.end(pages[url]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => server.close().closeAllConnections());

test('the counts of several cores are added up, whatever their labels', async () => {
  expect(await countsOf([`${origin}/a`, `${origin}/b`])).toEqual({ rpcs: 12, statements: 6 });
});

test('what a core does not count is unknown, and not nothing', async () => {
  expect(await countsOf([`${origin}/a`])).toEqual({ rpcs: 7, statements: undefined });
  expect(await countsOf([`${origin}/other`])).toEqual({ rpcs: undefined, statements: undefined });
});

test('an address without metrics is named', async () => {
  await expect(countsOf([`${origin}/none`])).rejects.toThrow(`${origin}/none answered 404, expected metrics.`);
});
