import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkNewDomain } from '../new-subgraph/check-new-domain.ts';
import { writeNewDomain } from '../new-subgraph/write-new-domain.ts';
import { copyRepository, type RepositoryCopy } from '../../e2e/repository-copy.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const REVIEW = { domain: 'review', entity: 'Review', parent: 'Product' };
const GIFT_CARD = { domain: 'giftcard', entity: 'GiftCard' };

// The templates are held to the rules of the code that is here, and run.
describe('two new domains, of which one extends another', () => {
  let copy: RepositoryCopy;
  let node: (...args: string[]) => Promise<string>;
  beforeAll(async () => {
    copy = await copyRepository();
    node = (...args) => copy.run(process.execPath, ...args);
    for (const domain of [REVIEW, GIFT_CARD]) {
      await writeNewDomain(copy.folder, domain);
      await copy.link(`subgraphs/${domain.domain}`);
    }
    await node('--import', 'tsx', 'tools/generate.ts');
    await node('--import', 'tsx', 'tools/compose.ts');
  });
  afterAll(() => copy.remove());

  test.each([
    ['tsc', '--noEmit'],
    ['oxlint', '--type-aware', '--deny-warnings'],
    ['prettier', '--check', '.'],
    ['buf', 'lint', 'protos'],
  ])('pass %s %s %s', async (program, ...args) => {
    await expect(copy.run(`node_modules/.bin/${program}`, ...args)).resolves.toBeTypeOf('string');
  });

  test('pass their own tests, and the rules about all domains', async () => {
    const tests = ['subgraphs/review', 'subgraphs/giftcard', 'e2e/import-rules', 'e2e/operations'];
    expect(await node('node_modules/vitest/vitest.mjs', 'run', ...tests)).toMatch(/Tests .*passed/);
  });

  test('are served with the others, and break nothing', async () => {
    await copy.run('git', 'init', '--quiet');
    await copy.run('git', 'add', '.');
    const author = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
    await copy.run('git', ...author, 'commit', '--quiet', '--message', 'Two domains more');
    const report = await node('--import', 'tsx', 'tools/check.ts', '--against', 'HEAD', '--update');
    expect(report).toContain('## Nothing breaks');
    const costs = await readFile(join(copy.folder, 'operations/costs.yaml'), 'utf8');
    expect(costs).toContain('review-detail:\n  rpcs:\n    BatchGetReviews: 1\n    BatchListReviewsByProduct: 1\n');
    expect(costs).toContain('gift-card-detail:\n  rpcs:\n    BatchGetGiftCards: 1\n');
  });

  test('are not made a second time', async () => {
    const before = await readdir(join(copy.folder, 'subgraphs/review'), { recursive: true });
    await expect(writeNewDomain(copy.folder, REVIEW)).rejects.toThrow(
      'The review domain is there already: subgraphs/review, protos/commerce/review, review in supergraph.yaml. Nothing was written.',
    );
    expect(await readdir(join(copy.folder, 'subgraphs/review'), { recursive: true })).toEqual(before);
  });
});

describe('a new domain is refused', () => {
  test.each([
    [
      { ...REVIEW, domain: 'Review' },
      `the domain's name: expected 2 to 31 small letters and digits, such as review, got "Review"`,
    ],
    [{ ...REVIEW, domain: '../x' }, 'expected 2 to 31 small letters and digits'],
    [
      { ...REVIEW, entity: 'review' },
      '--entity: expected a name in PascalCase, such as Review or GiftCard, got "review"',
    ],
    [{ ...REVIEW, entity: 'Money' }, '--entity: expected a name that is free, and the graph has a type Money'],
    [{ ...REVIEW, entity: 'Order' }, '--entity: expected a name that is free, and the graph has a type Order'],
    [{ ...REVIEW, entity: 'Equipment' }, '--entity: expected a noun with a plural of its own, got Equipment'],
    [
      { ...REVIEW, parent: 'Customer' },
      '--extends: expected an entity with the key "id", Account, Product, Order, got Customer',
    ],
    [{ ...REVIEW, parent: 'OrderedProduct' }, '--extends: expected an entity with the key "id"'],
    [{ ...REVIEW, domain: 'order' }, 'The order domain is there already: subgraphs/order'],
  ])('%j', async (domain, message) => {
    await expect(checkNewDomain(ROOT, domain)).rejects.toThrow(message);
  });

  test('when one of its files is there', async () => {
    const copy = await copyRepository();
    try {
      await mkdir(join(copy.folder, 'operations/create-review.graphql'));
      await expect(writeNewDomain(copy.folder, REVIEW)).rejects.toThrow(
        'There is operations/create-review.graphql already. Nothing was written.',
      );
      expect(await readdir(join(copy.folder, 'subgraphs'))).not.toContain('review');
    } finally {
      await copy.remove();
    }
  });
});
