import { Writable } from 'node:stream';
import { costOf } from '@commerce/testkit/cost';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedCores } from '../../seed/seed-cores.ts';
import { startSystem, type System } from '../start-system.ts';

// `npm run test:browser`: the playground as somebody sees it, in Chromium, on the sample shop.

let system: System;
let browser: Browser | undefined;
let page: Page;
const faults: string[] = [];

beforeAll(async () => {
  system = await startSystem();
  await seedCores(system.cores, new Writable({ write: (_chunk, _encoding, done) => done() }));
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    // Chromium's own sandbox refuses root, as which a container may run this.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const context = await browser.newContext({ viewport: { width: 1_280, height: 800 } });
  page = await context.newPage();
  page.setDefaultTimeout(120_000);
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== system.origin)
      faults.push(request.url());
  });
  await page.goto(`${system.origin}/playground`);
  // It opens the first one by itself.
  await answerOf('OrderDetail', async () => {});
});
afterAll(async () => {
  await browser?.close();
  await system.stop();
});

interface Answer {
  data?: Record<string, unknown> | null;
  errors?: unknown;
  extensions?: { trace?: { counts: { fetches: object; rpcs: object; statements: object } } };
}

/** What the router answers to an operation that somebody does something for. */
async function answerOf(operation: string, work: () => Promise<void>): Promise<Answer> {
  const isIt = (body: string | null) => body?.includes(`"operationName":"${operation}"`) === true;
  const response = page.waitForResponse((one) => isIt(one.request().postData()));
  await work();
  return (await (await response).json()) as Answer;
}

const example = (operation: string) => page.getByRole('button', { name: new RegExp(`^${operation} `) });
const panel = (name: string) => page.getByRole('tab', { name, exact: true });

async function run(operation: string, isMutation: boolean): Promise<Answer> {
  if (!isMutation) return await answerOf(operation, () => example(operation).click());
  await example(operation).click();
  // Its variables come with it, filled in by what the graph says that there is.
  await expect.poll(() => page.locator('.graphiql-query-editor .view-lines').innerText()).toContain(operation);
  return await answerOf(operation, () => page.getByRole('button', { name: /^Execute query/ }).click());
}

test('each example answers something at its first click, without an error', async () => {
  const examples = page.locator('.examples li');
  const operations = await examples.locator('strong').allInnerTexts();
  expect(operations.length).toBeGreaterThan(15);
  const changes = page.locator('.examples div').filter({ hasText: 'Changes' }).locator('strong');
  const mutations = new Set(await changes.allInnerTexts());
  for (const operation of operations) {
    const { data, errors } = await run(operation, mutations.has(operation));
    expect([operation, errors]).toEqual([operation, undefined]);
    expect(JSON.stringify(Object.values(data ?? {})).length).toBeGreaterThan(20);
  }
});

const sum = (all: object) => Object.values(all as Record<string, number>).reduce((total, count) => total + count, 0);

test('both panels of the nested one say what the counters say', async () => {
  let answer: Answer = {};
  const cost = await costOf(async () => {
    answer = await run('StaffOrders', false);
  });
  const counts = answer.extensions?.trace?.counts;
  expect(counts).toMatchObject(cost);

  await panel('Plan').click();
  const cards = page.locator('.plan .fetch');
  await expect.poll(() => cards.count()).toBe(sum(counts?.fetches ?? {}));
  expect(await cards.locator('header strong').allInnerTexts()).toEqual(['order', 'account']);
  expect(await cards.nth(1).innerText()).toContain('Account { id }');

  // By keyboard alone.
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.locator('.waterfall .rpc').count()).toBe(sum(cost.rpcs));
  expect(await page.locator('.waterfall .statement').count()).toBe(sum(cost.statements));
  expect(await page.locator('.cost').innerText()).toContain('As operations/costs.yaml says.');
});

test('what a connection is set up with is nothing that the operation costs', async () => {
  await panel('Trace').click();
  // The connections have another timeout then.
  const lists = '{ accounts { id } ordersConnection(first: 1) { totalCount } }';
  await system.query(lists, {}, { 'x-request-timeout-ms': '4000' });
  const { extensions } = await run('StaffOrders', false);
  expect(sum(extensions?.trace?.counts.statements ?? {})).toBe(5);
  await expect.poll(() => page.locator('.cost').innerText()).toContain('2 statements to set up connections');
  expect(await page.locator('.cost').innerText()).toContain('3 statements,');
  expect(await page.locator('.cost').innerText()).toContain('As operations/costs.yaml says.');
});

test('on a phone the list of examples is there whenever it is asked for, by keyboard', async () => {
  const desk = page;
  const phone = await browser?.newContext({ viewport: { width: 390, height: 844 } });
  if (!phone) throw new Error('There is no browser.');
  page = await phone.newPage();
  try {
    await answerOf('OrderDetail', async () => void (await page.goto(`${system.origin}/playground`)));
    for (const operation of ['StaffOrders', 'AccountPage']) {
      await page.getByRole('button', { name: 'Show Examples' }).press('Enter');
      await answerOf(operation, () => example(operation).press('Enter'));
      await panel('Trace').press('Enter');
      await expect.poll(() => page.locator('.views').innerText()).toContain(`of ${operation}`);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    }
  } finally {
    await phone.close();
    page = desk;
  }
});

test('a list of examples that is shown again changes nothing that somebody has opened', async () => {
  await example('PlaceOrder').click();
  const variables = page.locator('.graphiql-editor-tool .view-lines').first();
  await expect.poll(() => variables.innerText()).toContain('accountId');
  const before = await variables.innerText();
  await page.getByRole('button', { name: 'Hide Examples' }).click();
  await page.getByRole('button', { name: 'Show Examples' }).click();
  await example('PlaceOrder').waitFor();
  await expect.poll(() => example('PlaceOrder').getAttribute('aria-current')).toBe('true');
  expect(await variables.innerText()).toBe(before);
});

test('the pages make no error and ask nobody else', async () => {
  const first = await page.context().newPage();
  first.on('pageerror', (error) => faults.push(error.message));
  await first.goto(system.origin);
  await expect.poll(() => first.getByRole('status').innerText()).toBe('All 7 parts are ready.');
  await system.stopPart('order core');
  await expect.poll(() => first.getByRole('status').innerText()).toContain('order core');
  await first.close();
  expect(faults).toEqual([]);
});
