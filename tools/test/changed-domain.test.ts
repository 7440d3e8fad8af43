import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';

// Which tests a pull request runs, by the workflow's own step.

interface Workflow {
  jobs: Record<string, { steps: { id?: string; run?: string }[] }>;
}
const WORKFLOW = resolve(import.meta.dirname, '../../.github/workflows/pull-request.yml');
const workflow = parse(await readFile(WORKFLOW, 'utf8')) as Workflow;
const step = workflow.jobs['scope']?.steps.find(({ id }) => id === 'scope')?.run ?? '';

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
  const output = join(folder, '.git/output');
  await writeFile(output, '');
  await run('bash', ['-e', '-c', step], { cwd: folder, env: { ...process.env, BASE, GITHUB_OUTPUT: output } });
  expect(await readFile(output, 'utf8')).toBe(`tests=${tests}\n`);
});
