import { MAX_REQUEST_BYTES } from '@commerce/platform/byte-budget';
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
      let isTaken = true;
      while (isTaken && !response.destroyed) {
        sent += chunk.length;
        isTaken = response.write(chunk);
      }
    };
    response.on('drain', send).on('error', () => {});
    send();
  });
  const { data, errors } = await createAsker(`http://127.0.0.1:${port}/graphql`)('{ order { id } }');
  expect(data).toBeNull();
  expect(errors).toMatchObject([{ extensions: TOO_LARGE }]);
  expect(errors?.[0]?.extensions).not.toHaveProperty('retryable');
  await closed;
  // What is on its way between the two is little beside that.
  expect(sent).toBeLessThan(2 * MAX_REQUEST_BYTES);
});

test('what one request held is free for the next', async () => {
  const port = await startServer(respond(200, { data: { order: { id: 'x'.repeat(MAX_REQUEST_BYTES / 2) } } }));
  const ask = createAsker(`http://127.0.0.1:${port}/graphql`);
  for (let index = 0; index < 20; index += 1) expect((await ask('{ order { id } }')).errors).toBeUndefined();
});
