import { setTimeout as wait } from 'node:timers/promises';
import { makeMany } from '@commerce/testkit/make-many';
import { Pool } from 'undici';
import { shopOf } from '../e2e/shop.ts';
import { quantile } from './latencies.ts';
import { startProductionShop } from './production-shop.ts';

/**
 * What is still answered at three times the load that the system can serve, and how fast. Clients that wait for their
 * answers find the most that it serves; then requests come at three times that rate, whether or not it answers.
 */
export async function overload(): Promise<void> {
  const shop = await startProductionShop();
  try {
    await fill(shop.graph);
    const { origin, pathname } = new URL(shop.graph.url);
    const pool = new Pool(origin, { connections: 1_000 });
    const send = () => sendOne(pool, pathname);
    await closedLoop(send, 8, WARM_UP_MS);
    const alone = await closedLoop(send, 1, MEASURE_MS);
    let best = alone;
    for (const clients of [4, 8, 16, 32]) {
      const run = await closedLoop(send, clients, MEASURE_MS);
      if (run.perSecond > best.perSecond) best = run;
    }
    // A router lets a burst wait, and finds in its first seconds that this is none.
    await openLoop(send, 3 * best.perSecond, SETTLE_MS);
    const over = await openLoop(send, 3 * best.perSecond, OVERLOAD_MS);
    print('one client', alone);
    print('as many as it serves', best);
    print('three times that', over);
    const [share, slower] = [over.perSecond / best.perSecond, over.p99 / alone.p99];
    console.log(`answered: ${share.toFixed(2)} of the most; p99: ${slower.toFixed(1)} × that of one client`);
    console.log(`refused: ${JSON.stringify(over.refused)}`);
    await pool.close();
  } finally {
    await shop.stop();
  }
}

const WARM_UP_MS = 5_000;
const MEASURE_MS = 5_000;
const SETTLE_MS = 8_000;
const OVERLOAD_MS = 15_000;
/** Before a client that was refused sends its next request. */
const PAUSE_MS = 100;
/** What a client asks for: a page of orders across all subgraphs. */
const QUERY =
  '{ accounts(pagination: { take: 5 }) { name orders(pagination: { take: 5 }) { totalPrice products { product { name price } } } } }';
const BODY = JSON.stringify({ query: QUERY });
/** Each for an answer of its own: the router would make one for all that are the same. */
const HEADERS = { 'content-type': 'application/json', 'cache-control': 'no-cache' };

interface Run {
  /** Requests that were answered with data. */
  perSecond: number;
  /** Of those, in milliseconds. */
  p50: number;
  p99: number;
  /** The others, by status. */
  refused: Record<string, number>;
}

interface Outcome {
  ms: number;
  /** When it ended, as `performance.now()` says it. */
  at: number;
  /** Undefined when it was answered with data. */
  refusal?: string;
}

async function sendOne(pool: Pool, path: string): Promise<Outcome> {
  const start = performance.now();
  try {
    const { statusCode, body } = await pool.request({
      method: 'POST',
      path,
      headers: HEADERS,
      body: BODY,
    });
    const text = await body.text();
    const at = performance.now();
    const outcome = { at, ms: at - start };
    return statusCode === 200 && !text.includes('"errors"')
      ? outcome
      : { ...outcome, refusal: refusalIn(statusCode, text) };
  } catch (error) {
    const at = performance.now();
    return { at, ms: at - start, refusal: error instanceof Error ? error.name : String(error) };
  }
}

function refusalIn(statusCode: number, text: string): string {
  return [statusCode, /"code":"(\w+)"/.exec(text)?.[1], /"reason":"(\w+)"/.exec(text)?.[1]].join(' ').trim();
}

/** Clients that each send their next request when the last is answered. */
async function closedLoop(send: () => Promise<Outcome>, clients: number, forMs: number): Promise<Run> {
  const outcomes: Outcome[] = [];
  const start = performance.now();
  const end = start + forMs;
  const client = async () => {
    while (performance.now() < end) {
      const outcome = await send();
      outcomes.push(outcome);
      if (outcome.refusal !== undefined) await wait(PAUSE_MS);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return toRun(outcomes, start, forMs);
}

/** Requests at a rate, whether or not the ones before are answered. */
async function openLoop(send: () => Promise<Outcome>, perSecond: number, forMs: number): Promise<Run> {
  const outcomes: Promise<Outcome>[] = [];
  const start = performance.now();
  for (let elapsed = 0; elapsed < forMs; elapsed = performance.now() - start) {
    const due = Math.floor((elapsed / 1_000) * perSecond);
    while (outcomes.length < due) outcomes.push(send());
    await wait(1);
  }
  return toRun(await Promise.all(outcomes), start, forMs);
}

function toRun(outcomes: Outcome[], start: number, forMs: number): Run {
  const succeeded = outcomes.filter(({ refusal }) => refusal === undefined);
  const answered = succeeded.map(({ ms }) => ms);
  // What came after the end was not answered in time to count for the rate.
  const inTime = succeeded.filter(({ at }) => at <= start + forMs).length;
  const refused: Record<string, number> = {};
  for (const { refusal } of outcomes) if (refusal !== undefined) refused[refusal] = (refused[refusal] ?? 0) + 1;
  const [p50, p99] = [quantile(answered, 0.5), quantile(answered, 0.99)];
  return { perSecond: inTime / (forMs / 1_000), p50, p99, refused };
}

function print(name: string, { perSecond, p50, p99 }: Run): void {
  const figures = [`${perSecond.toFixed(0)} a second`, `p50 ${p50.toFixed(0)} ms`, `p99 ${p99.toFixed(0)} ms`];
  console.log(`${name.padEnd(22)} ${figures.map((figure) => figure.padEnd(16)).join('')}`);
}

async function fill(graph: Parameters<typeof shopOf>[0]): Promise<void> {
  const shop = shopOf(graph);
  const products = await makeMany(20, (n) => shop.createProduct({ name: `Lamp ${n}` }));
  const accounts = await makeMany(5, (n) => shop.createAccount(`Account ${n}`));
  await makeMany(25, (n) =>
    shop.createOrder(accounts[n % 5] ?? '', ...[0, 1, 2].map((line) => products[(3 * n + line) % 20] ?? '')),
  );
}
