import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { workflowStep } from './workflow-step.ts';

// Which tests a pull request runs, by the workflow's own step.

const scope = await workflowStep('pull-request.yml', 'scope', 'scope');
const folder = await mkdtemp(join(tmpdir(), 'changed-domain-'));
const run = promisify(execFile);
const git = (...args: string[]) =>
  run('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], { cwd: folder });
await git('init', '--quiet');
await git('commit', '--quiet', '--allow-empty', '--message', 'before');
const BASE = (await git('rev-parse', 'HEAD')).stdout.trim();
afterAll(() => rm(folder, { recursive: true }));

test.each([
  [
    ['subgraphs/order/core/service.ts', 'subgraphs/order/test/core.test.ts'],
    'subgraphs/order/ tools/test e2e/operations',
  ],
  [['subgraphs/loyalty2/graph/schema.graphql'], 'subgraphs/loyalty2/ tools/test e2e/operations'],
  [['subgraphs/account/client.ts'], ''],
  [['subgraphs/account/core/service.ts', 'subgraphs/account/client.ts'], ''],
  [['subgraphs/loyalty2/domain.ts'], ''],
  [['subgraphs/account/core/service.ts', 'subgraphs/order/core/service.ts'], ''],
  [['subgraphs/order/core/service.ts', 'protos/commerce/order/v1/order_service.proto'], ''],
  [['subgraphs/migrate.ts'], ''],
  [['README.md'], ''],
])('a change of %j runs %j', async (paths, tests) => {
  await git('reset', '--quiet', '--hard', BASE);
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), 'changed');
  }
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'after');
  expect(await scope(folder, { BASE })).toEqual({ tests });
});
