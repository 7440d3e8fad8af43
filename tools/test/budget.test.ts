import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkBudget } from '../check/budget/check-budget.ts';
import { COSTS_FILE, readCosts } from '../check/budget/costs-file.ts';
import { readTree } from '../check/tree.ts';

const ROOT = resolve(import.meta.dirname, '../..');

let base: string;
let folders: string;
beforeAll(async () => {
  folders = await mkdtemp(join(tmpdir(), 'commerce-budget-test-'));
  base = await copyTree();
});
afterAll(() => rm(folders, { recursive: true }));

// Each starts the system anew.
describe('the budget of the operations', () => {
  test('is what running them costs, and of an operation that is not valid the check of the API speaks', async () => {
    const head = await copyTree();
    await edit(head, 'operations/order-detail.graphql', '    status\n', '    state\n');
    expect(await checkBudget(base, await readTree(head), false)).toEqual([]);
  });

  test('tells a figure that does not hold, a document without one, and a figure without a document', async () => {
    const head = await copyTree();
    await edit(head, COSTS_FILE, 'order-detail:\n  rpcs:\n    BatchGetAccounts: 1', 'gone:\n  rpcs:\n    GetGone: 3');
    await edit(
      head,
      COSTS_FILE,
      'account-page:\n  rpcs:\n    BatchGetAccounts: 1',
      'account-page:\n  rpcs:\n    BatchGetAccounts: 2',
    );
    const findings = await checkBudget(base, await readTree(head), false);
    expect(findings.map(({ verdict, message }) => `${verdict}: ${message}`)).toEqual([
      expect.stringMatching(/^error: operations\/account-page.graphql costs 2 RPCs .* says 3 RPCs/),
      expect.stringMatching(/^error: operations\/order-detail.graphql costs 3 RPCs .* says nothing, because/),
      expect.stringMatching(/^error: operations\/gone.graphql costs nothing, because .* says 5 RPCs .*GetGone 3/),
      expect.stringMatching(/^dangerous: operations\/account-page.graphql costs 3 RPCs .* before it was 2 RPCs/),
    ]);
  });

  test('is written anew with --update, for a reviewer to see', async () => {
    const head = await copyTree();
    await writeFile(join(head, COSTS_FILE), '');
    await edit(head, 'operations/order-detail.graphql', '    account {\n      id\n      name\n    }\n', '');
    const findings = await checkBudget(base, await readTree(head), true);
    expect(findings.map(({ verdict, message }) => `${verdict}: ${message}`)).toEqual([
      expect.stringMatching(/^safe: operations\/order-detail.graphql costs 2 RPCs .* before it was 3 RPCs/),
    ]);
    const { 'order-detail': changed, ...others } = await readCosts(head);
    const { 'order-detail': _, ...before } = await readCosts(base);
    expect(changed?.rpcs).toEqual({ BatchGetOrders: 1, BatchGetProducts: 1 });
    expect(others).toEqual(before);
  });

  test('names an operation that cannot be run', async () => {
    const head = await copyTree();
    await edit(head, 'operations/update-account.json', "<an account's id>", "<a customer's id>");
    const [finding] = await checkBudget(base, await readTree(head), false);
    expect(finding?.message).toBe('There is no operations/create-customer.graphql to make what others name.');
  });

  test('names an operation that is refused', async () => {
    const head = await copyTree();
    await edit(head, 'operations/update-account.json', "<an account's id>", 'nobody');
    const [refused] = await checkBudget(base, await readTree(head), false);
    expect(refused?.message).toMatch(/^operations\/update-account.graphql cannot be run: .*id/s);
  });
});

/** As much of the repository as the operations need; the code that runs them is this one. */
async function copyTree(): Promise<string> {
  const tree = await mkdtemp(join(folders, 'tree-'));
  for (const path of ['supergraph.yaml', 'operations', 'subgraphs']) {
    const filter = (source: string) => !/\/(node_modules|generated|test|core)$/.test(source);
    await cp(join(ROOT, path), join(tree, path), { recursive: true, filter });
  }
  return tree;
}

async function edit(tree: string, file: string, from: string, to: string): Promise<void> {
  const path = join(tree, file);
  const text = await readFile(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} has no longer ${from}`);
  await writeFile(path, text.replace(from, to));
}
