import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkNewDomain } from '../new-subgraph/check-new-domain.ts';
import { writeNewDomain } from '../new-subgraph/write-new-domain.ts';
import { copyRepository, type RepositoryCopy } from '../../e2e/repository-copy.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const REVIEW = { domain: 'review', entity: 'Review', parent: 'Product' };
const GIFT_CARD = { domain: 'giftcards2', entity: 'GiftCard' };

// What is copied is held to the rules of the code that is here, and run.
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
    await node('--import', './tools/typescript.mjs', 'tools/generate.ts');
    await node('--import', './tools/typescript.mjs', 'tools/compose.ts');
  });
  afterAll(() => copy.remove());

  test.each([
    ['tsc', '--noEmit', '--singleThreaded'],
    ['oxlint', '--type-aware', '--deny-warnings', 'subgraphs'],
    ['prettier', '--check', 'subgraphs', 'operations', 'docker-compose.yaml', 'supergraph.yaml', 'deploy'],
    ['buf', 'lint', 'protos'],
  ])('pass %s %s', async (program, ...args) => {
    await expect(copy.run(`node_modules/.bin/${program}`, ...args)).resolves.toBeTypeOf('string');
  });

  test('have nothing of the template in them, and nothing of a parent where they have none', async () => {
    const paths = await readdir(copy.folder, { recursive: true });
    const traces = async (names: RegExp, refused: RegExp) => {
      const made = paths.filter(
        (path) => names.test(path) && /\.\w+$/.test(path) && !/generated|node_modules/.test(path),
      );
      expect(made.length).toBeGreaterThan(25);
      const texts = made.map(async (path) => `${path}\n${await readFile(join(copy.folder, path), 'utf8')}`);
      return (await Promise.all(texts)).filter((text) => refused.test(text));
    };
    const ofTemplate = 'customer|shop.?item|example|--extends|template|20261123';
    expect(await traces(/review/, new RegExp(ofTemplate, 'i'))).toEqual([]);
    expect(await traces(/gift/, new RegExp(`${ofTemplate}|product`, 'i'))).toEqual([]);
  });

  test.each(['supergraph.yaml', 'docker-compose.yaml', 'deploy/helm/commerce/values.yaml', '.github/CODEOWNERS'])(
    'are in %s, of which no line is changed',
    async (path) => {
      const text = await readFile(join(copy.folder, path), 'utf8');
      expect(text).toMatch(/review[^]*giftcards2/);
      const before = (await readFile(join(ROOT, path), 'utf8')).split('\n');
      let found = 0;
      for (const line of text.split('\n')) if (line === before[found]) found += 1;
      expect(before.slice(found)).toEqual([]);
      // A bare one would be a boolean to a reader of YAML 1.1.
      expect(text).not.toMatch(/: no$/m);
    },
  );

  // A whole run, of which each test has the patience of vitest.config.ts.
  test('pass their own tests, and the rules about all domains', { timeout: 1_200_000 }, async () => {
    // The core's tests are those of the template, which has a parent too.
    const own = ['subgraphs/giftcards2', 'subgraphs/review/test/subgraph'];
    const tests = [...own, 'e2e/operations', 'tools/test/domains'];
    expect(await node('node_modules/vitest/vitest.mjs', 'run', ...tests)).toMatch(/Tests .*passed/);
  });

  test('are served with the others, and break nothing', async () => {
    await copy.run('git', 'init', '--quiet');
    await copy.run('git', 'add', '.');
    const author = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
    await copy.run('git', ...author, 'commit', '--quiet', '--message', 'Two domains more');
    const report = await node('--import', './tools/typescript.mjs', 'tools/check.ts', '--against', 'HEAD', '--update');
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
    [{ ...REVIEW, entity: 'Money' }, '--entity: expected a name that is free, and the graph has Money'],
    [
      { ...REVIEW, entity: 'Account' },
      'the graph has Query.account, Query.accounts, Query.accountsConnection, Mutation.c',
    ],
    [
      { ...REVIEW, entity: 'ProductUpdate' },
      '--entity: expected a name that is free, and the graph has ProductUpdateInput',
    ],
    [{ ...REVIEW, entity: 'Equipment' }, '--entity: expected a noun with a plural of its own, got Equipment'],
    [
      { ...REVIEW, parent: 'Customer' },
      '--extends: expected an entity with the key "id", Account, Product, Order, got Customer',
    ],
    [{ ...REVIEW, parent: 'OrderedProduct' }, '--extends: expected an entity with the key "id"'],
    [{ ...REVIEW, domain: 'order' }, 'The order domain is there already: subgraphs/order'],
    [{ ...REVIEW, domain: 'type' }, 'The type domain is there already: protos/commerce/type'],

    // What GraphQL and federation take for themselves.
    [
      { ...REVIEW, entity: 'Subscription' },
      "--entity: expected another name, because Subscription is one of GraphQL's own",
    ],
    [{ ...REVIEW, entity: 'Float' }, "Float is one of GraphQL's own"],
    [{ ...REVIEW, entity: 'FieldSet' }, "FieldSet is one of federation's own"],
    [{ ...REVIEW, entity: 'Decimal' }, 'the graph has Decimal'],
    // What JavaScript, protobuf and Prisma do.
    [{ ...REVIEW, entity: 'Class' }, "class is one of JavaScript's own"],
    [{ ...REVIEW, entity: 'Date' }, "Date is one of JavaScript's own"],
    [{ ...REVIEW, domain: 'new' }, "the domain's name: expected another name, because new is one of JavaScript's own"],
    [{ ...REVIEW, domain: 'await' }, "await is one of JavaScript's own"],
    [{ ...REVIEW, domain: 'undefined' }, "undefined is one of JavaScript's own"],
    [{ ...REVIEW, domain: 'process' }, "process is one of JavaScript's own"],
    [{ ...REVIEW, domain: 'constructor' }, "constructor is one of JavaScript's own"],
    [{ ...REVIEW, domain: 'template1' }, 'PostgreSQL has a database template1 of its own'],
    [{ ...REVIEW, domain: 'message' }, "message is one of protobuf's own"],
    [{ ...REVIEW, domain: 'string' }, "string is one of protobuf's own"],
    [{ ...REVIEW, entity: 'Prisma' }, 'which is made for it, has another Prisma'],
    // What the repository does.
    [{ ...REVIEW, domain: 'router' }, 'the package @commerce/router is there already'],
    [{ ...REVIEW, domain: 'migrate' }, 'subgraphs/migrate.ts is there already'],
    [{ ...REVIEW, domain: 'test' }, 'every domain has a folder test'],
    [{ ...REVIEW, domain: 'generated' }, '.gitignore leaves out a folder generated'],
    [{ ...REVIEW, domain: 'secrets' }, '.gitignore leaves out a folder secrets'],
    // What the files that are made call by the same name: types, variables, the table of requests, generated code.
    [
      { ...REVIEW, entity: 'Page' },
      '--entity: expected another name, because subgraphs/review/core/pages-by-product.ts, which is made for it, has another page',
    ],
    [{ ...REVIEW, entity: 'Pagination' }, 'the graph has PaginationInput'],
    [{ ...REVIEW, entity: 'Context' }, 'has another'],
    [
      { ...REVIEW, entity: 'Request' },
      'subgraphs/review/core/repository.ts, which is made for it, has another request',
    ],
    [{ ...REVIEW, entity: 'Maybe' }, 'subgraphs/review/generated/graphql.ts, which is made for it, has another Maybe'],
    [{ ...REVIEW, entity: 'Node' }, 'subgraphs/review/graph/schema.graphql, which is made for it, has another node'],
    [{ ...REVIEW, entity: 'ReviewService' }, 'has another'],
    [{ ...REVIEW, entity: 'ProductId' }, 'has another product'],
    [{ ...REVIEW, domain: 'resolvers' }, "the domain's name: expected another name, because subgraphs/resolvers/"],
  ])('%j', async (domain, message) => {
    await expect(checkNewDomain(ROOT, domain)).rejects.toThrow(message);
  });

  // Close to what is refused.
  test.each([
    { domain: 'loyalty2', entity: 'LoyaltyCard2', parent: 'Account' },
    { domain: 'reviews', entity: 'Review', parent: 'Product' },
    { domain: 'stock', entity: 'ProductStock', parent: 'Product' },
    { domain: 'addressbook', entity: 'Address', parent: 'Account' },
    { domain: 'shop', entity: 'ShopItem' },
  ])('but not %j', async (domain) => {
    await expect(checkNewDomain(ROOT, domain)).resolves.toBeUndefined();
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
