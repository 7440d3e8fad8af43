import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliCompressSync, brotliDecompressSync, constants, gunzipSync, gzipSync } from 'node:zlib';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type RunningRouter, startRouter } from '../../start.ts';
import { sharedQueriesWaiting } from '../../metrics.ts';
import { type Held, holdSubgraph } from '../held-subgraph.ts';
import { ROUTER_CONFIG } from '../router-config.ts';
import { closeAll } from '../subgraph-servers.ts';

// A router in front of one server, which stands for all subgraphs and answers when the test says so.

let subgraph: Held;
let router: RunningRouter;
beforeAll(async () => {
  subgraph = await holdSubgraph();
  router = await startRouter({ ...ROUTER_CONFIG }, () => subgraph.url);
});
afterAll(async () => {
  await router.stop();
  await closeAll();
});
let id = 0;
beforeEach(() => {
  id += 1;
});

const question = () => JSON.stringify({ query: `{ account(id: "${id}") { name } }` });
const large = { account: { name: 'Ada '.repeat(1_000) } };
const small = { account: { name: 'Ada' } };

/** Sends what `fetch` would not, and reads what it would decode. */
async function send(headers: Record<string, string>, body: Buffer | string = question()) {
  const sent = request(`${router.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    agent: new Agent(),
  });
  const response = new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; bytes: Buffer }>(
    (resolve, reject) => {
      sent.once('error', reject).once('response', (answer) => {
        buffer(answer).then((bytes) => resolve({ status: answer.statusCode, headers: answer.headers, bytes }), reject);
      });
    },
  );
  sent.end(body);
  return await response;
}

test.each([
  ['br', 'gzip, deflate, br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
  ['gzip', 'br;q=0, gzip;q=0.5, deflate', gunzipSync],
  ['gzip', 'gzip;q=1, br;q=0.5', gunzipSync],
])('an answer comes as %s to whoever accepts %s', async (coding, accepted, inflate) => {
  const answer = send({ 'accept-encoding': accepted });
  (await subgraph.next()).answer({ data: large });
  const { headers, bytes } = await answer;
  expect(headers).toMatchObject({
    'content-encoding': coding,
    vary: 'Accept-Encoding',
    'content-length': String(bytes.length),
  });
  expect(bytes.length).toBeLessThan(1_000);
  expect(JSON.parse(inflate(bytes).toString())).toEqual({ data: large });
});

test.each([
  ['by whoever says nothing of it', {}, large],
  ['by whoever wants it as it is', { 'accept-encoding': 'identity' }, large],
  ['in a coding that nobody has', { 'accept-encoding': 'compress, deflate' }, large],
  ['by an endless header', { 'accept-encoding': `br, ${'x, '.repeat(1_000)}` }, large],
  ['when it is short', { 'accept-encoding': 'br' }, small],
])('an answer is not compressed when it is asked for %s', async (_what, headers: Record<string, string>, data) => {
  const answer = send(headers);
  (await subgraph.next()).answer({ data });
  const { headers: received, bytes } = await answer;
  expect(received['content-encoding']).toBeUndefined();
  expect(received.vary).toBe(data === large ? 'Accept-Encoding' : undefined);
  expect(JSON.parse(bytes.toString())).toEqual({ data });
});

test('an answer of a megabyte is whole', async () => {
  const data = { account: { name: Array.from({ length: 100_000 }, (_, index) => `${index} ä`).join() } };
  const answer = send({ 'accept-encoding': 'br' });
  (await subgraph.next()).answer({ data });
  const { headers, bytes } = await answer;
  expect(headers['content-encoding']).toBe('br');
  expect(JSON.parse(brotliDecompressSync(bytes).toString())).toEqual({ data });
});

test('those who share an answer have the same bytes, each in a coding that they accept', async () => {
  const waiting = async () => (await sharedQueriesWaiting.get()).values[0]?.value ?? 0;
  const fetches = subgraph.fetches;
  const first = send({ 'accept-encoding': 'gzip, br' });
  const fetched = await subgraph.next();
  // With less time it joins the first one however late it comes.
  const second = send({ 'accept-encoding': 'gzip, deflate, br', 'x-request-timeout-ms': String(PATIENCE_MS / 2) });
  await expect.poll(waiting).toBe(1);
  const other = send({});
  const otherFetched = await subgraph.next();
  fetched.answer({ data: large });
  otherFetched.answer({ data: large });
  const answers = [await first, await second];
  for (const { headers } of answers)
    expect(headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding' });
  expect(answers[1]?.bytes).toEqual(answers[0]?.bytes);
  expect(JSON.parse((await other).bytes.toString())).toEqual({ data: large });
  expect(subgraph.fetches).toBe(fetches + 2);
});

test.each([
  ['br', brotliCompressSync],
  ['gzip', gzipSync],
  ['GZIP', gzipSync],
])('a request that was sent as %s is read', async (coding, compress) => {
  const answer = send({ 'content-encoding': coding }, compress(question()));
  (await subgraph.next()).answer({ data: small });
  expect(JSON.parse((await answer).bytes.toString())).toEqual({ data: small });
});

const bomb = (bytes: number) => Buffer.alloc(bytes, ' ');
// At its best Brotli takes a quarter of a minute for a gigabyte, to save one kilobyte of two.
const FAST = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

test.each<[what: string, coding: string, body: Buffer, status: number]>([
  ['a gigabyte in two kilobytes', 'br', brotliCompressSync(bomb(2 ** 30), FAST), 413],
  ['a body that is larger than one may be', 'gzip', gzipSync(bomb(1_048_577)), 413],
  ['what is not written so', 'gzip', Buffer.from('{"query":"{ __typename }"}'), 400],
  ['what was cut off', 'gzip', gzipSync('{"query":"{ __typename }"}').subarray(0, 20), 400],
  ['a coding that nobody has', 'compress', Buffer.from('x'), 415],
  ['two codings', 'gzip, br', gzipSync('x'), 415],
])('%s is refused', async (_what, coding, body, status) => {
  const before = process.memoryUsage().rss;
  const answer = await send({ 'content-encoding': coding }, body);
  expect({ status: answer.status, body: answer.bytes.toString() }).toMatchObject({ status });
  expect(JSON.parse(answer.bytes.toString())).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  expect(answer.headers['accept-encoding'] !== undefined).toBe(status === 415);
  // The gigabyte was nowhere.
  expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 29);
});
