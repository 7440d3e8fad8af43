import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphqlClient } from '@commerce/testkit/graphql-client';
import { startProgram } from '@commerce/testkit/program';
import pMap from 'p-map';
import { FREE_PORTS } from '../standalone/free-ports.ts';

const OPERATIONS = {
  'the cheapest read': '{ accounts(pagination: { take: 1 }) { id } }',
  'list of 100 products': '{ products { id name description price } }',
  'search, first 10': '{ products(query: "lamp", pagination: { take: 10 }) { id name price } }',
  'products(50) → unitsSold': '{ products(pagination: { take: 50 }) { name unitsSold } }',
  'accounts(10) → orders → lines':
    '{ accounts(pagination: { take: 10 }) { name orders { totalPrice products { name quantity } } } }',
  "the same, with today's products":
    '{ accounts(pagination: { take: 10 }) { name orders { totalPrice products { product { name price } } } } }',
};
const ROUNDS = 7;
const REQUESTS_PER_ROUND = 50;
const AT_A_TIME = 4;

/**
 * What operations cost in CPU, of all parts together, as a ratio to the cheapest read in the same run. It starts the
 * system in a process of its own, on the sample shop, and reads the CPU time from that process's metrics.
 */
export async function operationCost(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'commerce-bench-'));
  const system = await startSystem(dataDir);
  try {
    const { origin, metricsUrl } = system;
    const cost = new Map<string, number[]>();
    // The rounds go through all operations in turn, so that a slow moment of the machine falls on all of them alike.
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const [name, query] of Object.entries(OPERATIONS)) {
        const ms = await measure(origin, metricsUrl, query);
        // The first round warms up.
        if (round > 0) cost.set(name, [...(cost.get(name) ?? []), ms]);
      }
    }
    const baseline = cost.get('the cheapest read') ?? [];
    for (const [name, values] of cost) {
      const ratio = median(values.map((value, round) => value / (baseline[round] ?? Number.NaN)));
      console.log(`${name.padEnd(34)} ${ratio.toFixed(1).padStart(5)} ×   (${median(values).toFixed(1)} ms CPU)`);
    }
  } finally {
    await system.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Milliseconds of CPU for one request, over one round of them. */
async function measure(origin: string, metricsUrl: string, query: string): Promise<number> {
  const { ask } = graphqlClient(`${origin}/graphql`);
  const before = await cpuSeconds(metricsUrl);
  await pMap(Array(REQUESTS_PER_ROUND).keys(), () => ask(query), { concurrency: AT_A_TIME });
  return ((await cpuSeconds(metricsUrl)) - before) * (1_000 / REQUESTS_PER_ROUND);
}

async function cpuSeconds(metricsUrl: string): Promise<number> {
  const text = await (await fetch(metricsUrl)).text();
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1]);
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** With the sample shop. */
async function startSystem(
  folder: string,
): Promise<{ origin: string; metricsUrl: string; stop: () => Promise<unknown> }> {
  // It asks the same again and again, and each is to be worked on.
  const SHARE_IDENTICAL_QUERIES = 'false';
  const variables = { ...FREE_PORTS, NODE_ENV: 'development', DATA_DIR: folder, SHARE_IDENTICAL_QUERIES };
  const program = startProgram(['standalone/main.ts', '--seed'], variables);
  const said = await program.said('Ctrl-C');
  const [, origin = ''] = /(http:\S+)\/graphql/.exec(said) ?? [];
  const [, metricsUrl = ''] = /(http:\S+\/metrics)/.exec(said) ?? [];
  return { origin, metricsUrl, stop: () => program.end('SIGTERM') };
}
