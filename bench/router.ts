import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startIssuer } from '@commerce/testkit/issuer';
import { FIXTURE_QUERY } from './routers/fixture-schemas.ts';
import { type RouterGraph, startFixture } from './routers/fixture.ts';
import { record } from './routers/recording.ts';
import type { SetUp } from './routers/set-up.ts';
import { startSetUps } from './routers/set-ups.ts';
import { SHOP_QUERY, startShop } from './routers/shop.ts';
import { compareAnswers, send, type Traffic, type Usage } from './routers/traffic.ts';

/**
 * What a request costs the router's process alone, in front of the same subgraphs: this project's, beside a stock one and
 * beside what no router can do without. The rounds go through all of them in turn, so that a slow moment of the machine
 * falls on all alike.
 */
export async function routerCost(): Promise<void> {
  await measure(startFixture, [
    {
      name: 'fixture: users → orders → products',
      query: FIXTURE_QUERY,
      variables: (request) => ({ page: String(request) }),
      atOnce: 4,
    },
    {
      name: 'the same page, 16 clients at once',
      query: FIXTURE_QUERY,
      variables: (request) => ({ page: String(Math.floor(request / 16)) }),
      atOnce: 16,
    },
  ]);
  await measure(startShop, [
    {
      name: 'shop: accounts → orders → products',
      query: SHOP_QUERY,
      variables: (request) => ({ take: 10 + (request % 90) }),
      atOnce: 4,
    },
  ]);
}

/** Until then much of the CPU goes into compiling. */
const WARM_UP_REQUESTS = 960;
const WARM_UP_LIMIT_MS = 7_000;
const REQUESTS_PER_ROUND = 96;
const MAX_ROUNDS = 10;
/** For the rounds of one graph, and one set-up. */
const LIMIT_MS = 3_000;

async function measure(startGraph: () => Promise<RouterGraph>, traffics: [Traffic, ...Traffic[]]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'commerce-bench-'));
  const graph = await startGraph();
  const issuer = await startIssuer();
  let setUps: SetUp[] = [];
  try {
    const [{ query, variables }] = traffics;
    setUps = await startSetUps(graph, await record(graph.supergraph, query, variables(0)), folder, issuer);
    for (const traffic of traffics) await compareAnswers(setUps, traffic);
    for (const setUp of setUps) await warmUp(setUp, traffics[0]);
    const usages = traffics.map(() => setUps.map((): Usage[] => []));
    const end = Date.now() + LIMIT_MS * setUps.length;
    for (let round = 0; round < MAX_ROUNDS && Date.now() < end; round += 1)
      for (const [row, traffic] of traffics.entries())
        for (const [column, setUp] of setUps.entries())
          usages[row]?.[column]?.push(await send(setUp, traffic, REQUESTS_PER_ROUND));
    for (const [row, traffic] of traffics.entries()) print(traffic, setUps, usages[row] ?? []);
  } finally {
    await Promise.all(setUps.map((setUp) => setUp.stop()));
    await graph.stop();
    await issuer.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function warmUp(setUp: SetUp, traffic: Traffic): Promise<void> {
  const end = Date.now() + WARM_UP_LIMIT_MS;
  for (let sent = 0; sent < WARM_UP_REQUESTS && Date.now() < end; sent += REQUESTS_PER_ROUND)
    await send(setUp, traffic, REQUESTS_PER_ROUND);
}

function print({ name }: Traffic, setUps: readonly SetUp[], usages: readonly Usage[][]): void {
  console.log(`${name.padEnd(36)} CPU ms   of stock   with graphs   of stock   RSS MB   requests`);
  const costs = usages.map((rounds) => sum(rounds, 'cpuMs') / sum(rounds, 'requests'));
  const all = usages.map((rounds, column) => (costs[column] ?? 0) + sum(rounds, 'graphsMs') / sum(rounds, 'requests'));
  for (const [column, setUp] of setUps.entries()) {
    const [cost = Number.NaN, whole = Number.NaN, rounds = []] = [costs[column], all[column], usages[column]];
    const memory = Math.max(...rounds.map(({ residentMb }) => residentMb));
    const figures = [
      cost.toFixed(2).padStart(6),
      (cost / (costs[0] ?? Number.NaN)).toFixed(2).padStart(8),
      whole.toFixed(2).padStart(11),
      (whole / (all[0] ?? Number.NaN)).toFixed(2).padStart(8),
      memory.toFixed(0).padStart(6),
      String(sum(rounds, 'requests')).padStart(8),
    ];
    console.log(`  ${setUp.name.padEnd(34)} ${figures.join('   ')}`);
  }
}

function sum(usages: readonly Usage[], figure: keyof Usage): number {
  return usages.reduce((total, usage) => total + usage[figure], 0);
}
