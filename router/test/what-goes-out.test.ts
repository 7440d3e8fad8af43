import { once } from 'node:events';
import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ALLOWED_TEXTS } from './allowed-texts.ts';
import { ODD_REQUESTS } from './odd-requests.ts';
import { type RefusingGraphs, startRefusingGraphs } from './refusing-graphs.ts';
import { ROUTER_CONFIG } from './router-config.ts';
import { ask, post, send, type Sent } from './send.ts';
import { type SmallGraph, startSmallGraph } from './small-graph.ts';

// Whichever way a request is refused in production, what its client is told is one of the texts in allowed-texts.ts: of a
// library's own, of the schema, and of what stands behind the server nothing goes out.

let graph: SmallGraph;
let refusing: RefusingGraphs;
beforeAll(async () => {
  graph = await startSmallGraph({ ...ROUTER_CONFIG, NODE_ENV: 'production' });
  refusing = await startRefusingGraphs();
});
afterAll(async () => {
  await graph.stop();
  await refusing.stop();
});

/** The texts of an answer, and those of its extensions. */
function textsOf(body: string): string[] {
  const { errors = [] } = JSON.parse(body) as { errors?: { message: string; extensions: Extensions }[] };
  return errors.flatMap(({ message, extensions: { fieldViolations = [] } }) => [
    message,
    ...fieldViolations.map(({ description }) => description),
  ]);
}

interface Extensions {
  fieldViolations?: { description: string }[];
}

const told = new Set<string | RegExp>();

function isAllowed(message: string): boolean {
  const allowed = ALLOWED_TEXTS.find((one) => (typeof one === 'string' ? one === message : one.test(message)));
  if (allowed !== undefined) told.add(allowed);
  return allowed !== undefined;
}

for (const server of ['router', 'subgraph'] as const) {
  test.each(ODD_REQUESTS)(`${server}: of %s nothing is told that is not allowed`, async (_what, sent, status = 400) => {
    const answer = await send(graph.origins[server], sent);
    expect(answer.status).toBe(status);
    const texts = textsOf(answer.text);
    expect(texts).not.toEqual([]);
    expect(texts.filter((message) => !isAllowed(message))).toEqual([]);
  });

  test.each([
    ['no HTTP', 'nothing\r\n\r\n', 400],
    ['headers that are too large', `GET / HTTP/1.1\r\nhost: a\r\na: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['a header that is none', 'GET / HTTP/1.1\r\nhost: a\r\na b: c\r\n\r\n', 400],
    ['two lengths', 'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n', 400],
  ])(`${server}: of %s nothing is told that is not allowed`, async (_what, sent, status) => {
    const socket = connect(Number(new URL(graph.origins[server]).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(sent);
    const answer = await textOf(socket);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const texts = textsOf(answer.split('\r\n\r\n')[1] ?? '');
    expect(texts).not.toEqual([]);
    expect(texts.filter((message) => !isAllowed(message))).toEqual([]);
  });

  test.each(['apollo-query-plan-experimental', 'apollo-expose-query-plan', 'apollo-federation-include-trace'])(
    `${server}: %s brings no plan, no trace and no header of its own`,
    async (header) => {
      const sent = ask('{ z }');
      const asked = await send(graph.origins[server], { ...sent, headers: { ...sent.headers, [header]: '1' } });
      const plain = await send(graph.origins[server], sent);
      expect(JSON.parse(asked.text)).toEqual({ data: { z: 1 } });
      expect(Object.keys(asked.headers)).toEqual(Object.keys(plain.headers));
    },
  );
}

const asBearer = (token: string) => post({ query: '{ z }' }, { authorization: `Bearer ${token}` });
const withToken = (claims: object) => async () => asBearer(await refusing.issuer.token({ ...claims }));

test.each<[what: string, sent: () => Promise<Sent>]>([
  ['a token that is expired', withToken({ exp: 1 })],
  ['one for somebody else', withToken({ aud: 'another' })],
  ['one without a subject', withToken({ sub: undefined })],
  ['one with a blank subject', withToken({ sub: ' ' })],
  ['what is no token', async () => asBearer('a.b.c')],
  ['another scheme', async () => post({ query: '{ z }' }, { authorization: 'Basic YWRhOmxvdmU=' })],
  ['two tokens', async () => ({ ...ask('{ z }'), headers: { authorization: ['Bearer a.b.c', 'Bearer a.b.c'] } })],
])('router: of %s nothing is told that is not allowed, in the header either', async (_what, sent) => {
  const answer = await send(refusing.guarded.origins.router, await sent());
  expect(answer.status).toBe(401);
  const [, inHeader = ''] = /error_description="(.*)"$/.exec(String(answer.headers['www-authenticate'])) ?? [];
  expect(textsOf(answer.text).map((text) => text.replaceAll('"', "'"))).toEqual([inHeader]);
  expect(textsOf(answer.text).filter((text) => !isAllowed(text))).toEqual([]);
});

test.each<[what: string, status: number, sent: () => Promise<Awaited<ReturnType<typeof send>>>]>([
  [
    'keys that cannot be read',
    503,
    async () => send(refusing.keyless.origins.router, asBearer(await refusing.issuer.token())),
  ],
  ['a caller that is no router', 403, () => send(refusing.guarded.origins.subgraph, ask('{ z }'))],
  ['an operation that asks for too much', 429, () => send(refusing.limited.origins.router, ask(`{ ${MANY} }`))],
  ['a client that asks too often', 429, () => askAgain(refusing.limited.origins.router)],
  ['a request too many', 503, () => besideAnother(refusing.narrow.origins.router)],
  ['a document that is not trusted', 400, () => send(refusing.trusting.origins.router, ask('{ z }'))],
  ['an id that nobody has', 400, () => send(refusing.trusting.origins.router, post({ documentId: 'x' }))],
])('of %s nothing is told that is not allowed', async (_what, status, sent) => {
  const answer = await sent();
  expect(answer.status).toBe(status);
  expect(textsOf(answer.text)).not.toEqual([]);
  expect(textsOf(answer.text).filter((text) => !isAllowed(text))).toEqual([]);
});

/** Thirty lists. */
const MANY = Array.from({ length: 30 }, (_, index) => `many${index}: many`).join(' ');

/** One request more than a client may send. */
async function askAgain(origin: string) {
  for (let count = 0; count < 2; count += 1) await send(origin, ask('{ z }'));
  return await send(origin, ask('{ z }'));
}

/** A request that comes while another is read. */
async function besideAnother(origin: string) {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.write(
    'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\nexpect: 100-continue\r\n\r\n',
  );
  // It is admitted by when it is told to go on.
  await once(socket, 'data');
  const answer = await send(origin, ask('{ z }'));
  socket.destroy();
  return answer;
}

test('a subgraph does not show its schema by _service either', async () => {
  expect(textsOf((await send(graph.origins.subgraph, ask('{ _service { sdl } }'))).text)).toEqual([
    'The schema is not shown here; INTROSPECTION=true shows it.',
  ]);
});

test('nothing is allowed that none of these ways tells', () => {
  expect(ALLOWED_TEXTS.filter((one) => !told.has(one))).toEqual([]);
});
