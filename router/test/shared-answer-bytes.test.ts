import { openByteBudget } from '@commerce/platform/byte-budget';
import { callContext } from '@commerce/platform/call-context';
import { createHttpServer, listen } from '@commerce/platform/process/http-server';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { openTestCall } from '@commerce/testkit/with-time-left';
import { Kind, type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { sharedQueriesWaiting } from '../metrics.ts';
import { sharedQueries } from '../shared-queries.ts';

const MIB = 1024 * 1024;
const ANSWER = 'x'.repeat(4 * MIB);
const operation = parse('{ a }').definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);

/** How much more the process could hold. */
function free(): number {
  const budgets = [];
  try {
    for (;;) {
      const budget = openByteBudget();
      budgets.push(budget);
      budget.hold(MIB);
    }
  } catch {
    return budgets.length * MIB;
  } finally {
    for (const budget of budgets) budget.release();
  }
}

function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

test('an answer counts once, however many are to read it, until the last one has', async () => {
  const [answer, reading] = [gate(), gate()];
  const shared = sharedQueries(async () => {
    await reading.opened;
    return true;
  });
  const app = createHttpServer({ isDraining: () => false });
  app.addHook('preHandler', (_request, reply, done) => {
    const { context, close } = openTestCall(PATIENCE_MS);
    reply.raw.once('close', close);
    callContext.run(context, done);
  });
  app.post('/graphql', async () => {
    shared.begins({ operation: operation as OperationDefinitionNode }, 1);
    await answer.opened;
    return ANSWER;
  });
  shared.addTo(app);
  const url = `http://127.0.0.1:${await listen(app, '127.0.0.1', 0, 'HTTP')}/graphql`;
  const before = free();
  const readers = [1, 2, 3].map(async () => await (await fetch(url, { method: 'POST' })).text());
  await expect.poll(async () => (await sharedQueriesWaiting.get()).values[0]?.value).toBe(2);
  expect(free()).toBe(before);
  answer.open();
  expect(await Promise.race(readers)).toBe(ANSWER);
  expect(free()).toBe(before - ANSWER.length);
  reading.open();
  expect(await Promise.all(readers)).toEqual([ANSWER, ANSWER, ANSWER]);
  await expect.poll(free).toBe(before);
  await app.close();
});
