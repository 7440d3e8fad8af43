import { MAX_REQUEST_BYTES } from '@commerce/platform/byte-budget';
import { openTestCall } from '@commerce/testkit/with-time-left';
import { afterEach, expect, test } from 'vitest';
import { closeAll, createAsker, respond, startServer } from './subgraph-servers.ts';

afterEach(closeAll);

const TOO_LARGE = { code: 'RESOURCE_EXHAUSTED', reason: 'RESPONSE_TOO_LARGE', subgraph: 'order' };

test('an answer without an end is read no further than a request may hold, and costs its own fields', async () => {
  let sent = 0;
  let closed: Promise<void> | undefined;
  const port = await startServer((request, response) => {
    request.resume();
    closed = new Promise((resolve) => response.once('close', resolve));
    const chunk = Buffer.alloc(65_536, ' ');
    const send = () => {
      while (!response.destroyed && response.write(chunk)) sent += chunk.length;
    };
    response.on('drain', send).on('error', () => {});
    send();
  });
  const { data, errors } = await createAsker(`http://127.0.0.1:${port}/graphql`)('{ order { id } }');
  expect(data).toBeNull();
  expect(errors).toMatchObject([{ path: ['order'], extensions: TOO_LARGE }]);
  expect(errors?.[0]?.extensions).not.toHaveProperty('retryable');
  await closed;
  // What is on its way between the two is little beside that.
  expect(sent).toBeLessThan(2 * MAX_REQUEST_BYTES);
});

/** Asks for one product at so many places; it is answered with a text of so many bytes. */
async function askForPlaces(places: number, bytes: number) {
  const port = await startServer(respond(200, { data: { _entities: [{ text: 'x'.repeat(bytes) }] } }));
  const query =
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on P { text } } }';
  const representations = Array.from({ length: places }, () => ({ __typename: 'P', id: '1' }));
  const { context } = openTestCall(60_000);
  return await createAsker(`http://127.0.0.1:${port}/graphql`)(query, { variables: { representations }, context });
}

test('an entity counts at each place where it stands', async () => {
  const { data, errors } = await askForPlaces(10_000, 1_000);
  expect(data).toBeNull();
  expect(errors?.[0]).toMatchObject({ path: ['_entities', 0, 'text'], extensions: TOO_LARGE });
});

test('an entity at as many places as there is room for is there', async () => {
  const { data, errors } = await askForPlaces(1_000, 1_000);
  expect(errors).toBeUndefined();
  expect(data?.['_entities']).toHaveLength(1_000);
});

test('what one request held is free for the next', async () => {
  const port = await startServer(respond(200, { data: { order: { id: 'x'.repeat(MAX_REQUEST_BYTES / 2) } } }));
  const ask = createAsker(`http://127.0.0.1:${port}/graphql`);
  for (let index = 0; index < 20; index += 1) expect((await ask('{ order { id } }')).errors).toBeUndefined();
});
