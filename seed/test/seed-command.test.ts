import { text } from 'node:stream/consumers';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { seedCommand } from '../seed-command.ts';
import { showProgress } from '@commerce/platform/process/show-progress';
import { doneLine } from '../seed-cores.ts';

test('a core that cannot be reached is named, with its address and what to do', async () => {
  // Nothing listens on port 1.
  const addresses = { ACCOUNT_CORE: 'localhost:1', CATALOG_CORE: '127.0.0.1:1', ORDER_CORE: 'localhost:1' };
  await expect(seedCommand(addresses, new PassThrough())).rejects.toThrow(
    [
      'Cannot reach the account service at localhost:1: start it (`npm start` starts all), or name its address in ACCOUNT_CORE.',
      'Cannot reach the catalog service at 127.0.0.1:1: start it (`npm start` starts all), or name its address in CATALOG_CORE.',
      'Cannot reach the order service at localhost:1: start it (`npm start` starts all), or name its address in ORDER_CORE.',
    ].join('\n'),
  );
});

test('addresses that are none are named together', async () => {
  await expect(seedCommand({ ACCOUNT_CORE: 'over here', ORDER_CORE: 'over there' }, new PassThrough())).rejects.toThrow(
    /ACCOUNT_CORE: expected the address of a gRPC server.*got "over here"\n.*ORDER_CORE: .*got "over there"/,
  );
});

test('progress is a line for each kind of thing where there is no terminal', async () => {
  const stream = new PassThrough();
  const progress = showProgress(stream, doneLine);
  for (const done of [1, 2, 3]) progress.show({ step: 'accounts', done, total: 3 });
  for (const done of [1, 2]) progress.show({ step: 'orders', done, total: 2 });
  progress.stop();
  expect(await text(stream.end())).toBe('3 accounts are there\n2 orders are there\n');
});

test('progress is a bar on a terminal', async () => {
  const stream = Object.assign(new PassThrough(), { isTTY: true, cursorTo: () => true, clearLine: () => true });
  const progress = showProgress(stream, doneLine);
  for (const done of [1, 2, 3]) progress.show({ step: 'accounts', done, total: 3 });
  progress.stop();
  expect(await text(stream.end())).toMatch(/accounts \[■+\] 3\/3/);
});
