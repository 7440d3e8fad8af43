import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { askedAgain } from './cost/asked-again.ts';
import { type Cost, type Foundation, measure } from './cost/measure.ts';
import { fillAndName, type Operation, PAGES } from './cost/operations.ts';
import { type SetUp, startSetUps, UNHINDERED } from './cost/set-ups.ts';
import { type Costs, type ProcessFigures, printCosts, printGrowth, printProcesses } from './cost/tables.ts';
import { type ProductionShop, startProductionShop } from './production-shop.ts';
import { cpuMs, parentOf, residentMb } from './routers/process-usage.ts';

const REQUESTS_PER_ROUND = 20;
/** Until then much of the CPU goes into compiling. */
const WARM_UP_ROUNDS = 30;
/** For each set-up. */
const WARM_UP_LIMIT_MS = 40_000;
/** For all rounds. */
const LIMIT_MS = 180_000;

/**
 * What a request costs in CPU, of all processes together, by operation and part: this project's, beside stock parts and a
 * bare client in front of the same cores. The rounds go through all of them in turn, so that a slow moment of the machine
 * falls on all alike.
 *
 * @param rounds of twenty requests for each operation, unless three minutes are over before.
 */
export async function operationCost(rounds: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'commerce-bench-'));
  const shop = await startProductionShop(UNHINDERED);
  let setUps: SetUp[] = [];
  try {
    const own = await figuresOf(
      shop.deployment.processes.map((process) => ({ name: process.name, pid: process.pid() })),
    );
    const operations = await fillAndName(askedAgain(shop.graph));
    setUps = await startSetUps(shop, operations, folder);
    const processesOf = (wanted: SetUp['name']) =>
      setUps.flatMap(({ name, processes }) => (name === wanted ? processes : []));
    const [edge, stock] = [await figuresOf(processesOf('edge')), await figuresOf(processesOf('stock'))];
    const foundation = await foundationOf(shop);
    const warmUps = await warmUp(setUps, operations);
    const { costs, pages } = await measureAll(setUps, operations, foundation, rounds);
    printCosts(costs, warmUps);
    printGrowth(PAGES.map(({ entries }, index) => ({ entries, cost: pages[index] ?? [] })));
    printProcesses({ ours: await atTheEnd(own), edge: await atTheEnd(edge), stock: await atTheEnd(stock) });
  } finally {
    await Promise.all(setUps.map((setUp) => setUp.stop()));
    await shop.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureAll(
  setUps: readonly SetUp[],
  operations: readonly Operation[],
  foundation: Foundation,
  rounds: number,
) {
  const costs: Costs = operations.map(({ name }) => ({
    operation: name,
    setUps: setUps.map((setUp) => ({ name: setUp.name, rounds: [] as Cost[] })),
  }));
  const pages = PAGES.map((): Cost[] => []);
  const end = Date.now() + LIMIT_MS;
  for (let round = 0; round < rounds && Date.now() < end; round += 1) {
    for (const [row, operation] of operations.entries())
      for (const [column, setUp] of setUps.entries())
        costs[row]?.setUps[column]?.rounds.push(await measure(setUp, operation, REQUESTS_PER_ROUND, foundation));
    const [ours] = setUps;
    if (!ours) break;
    for (const [row, { operation }] of PAGES.entries())
      pages[row]?.push(await measure(ours, operation, REQUESTS_PER_ROUND, foundation));
  }
  return { costs, pages };
}

/** @returns how many rounds the set-up had that had the fewest: a busy machine has time for few. */
async function warmUp(setUps: readonly SetUp[], operations: readonly Operation[]): Promise<number> {
  let fewest = WARM_UP_ROUNDS;
  for (const setUp of setUps) {
    const end = Date.now() + WARM_UP_LIMIT_MS;
    let round = 0;
    for (; round < WARM_UP_ROUNDS && Date.now() < end; round += 1)
      for (const operation of operations) await setUp.run(operation, REQUESTS_PER_ROUND);
    fewest = Math.min(fewest, round);
  }
  return fewest;
}

async function foundationOf({ deployment, stores }: ProductionShop): Promise<Foundation> {
  const client = new pg.Client(stores.order.DATABASE_URL);
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const cores = deployment.processes.filter(({ name }) => name.endsWith(' core')).map((process) => process.pid());
    return { cores, store: await parentOf(rows[0]?.pid ?? 0) };
  } finally {
    await client.end();
  }
}

/** Of processes that are ready, and have answered nobody. */
function figuresOf(processes: readonly { name: string; pid: number }[]): Promise<ProcessFigures[]> {
  return Promise.all(
    processes.map(async ({ name, pid }) => ({
      name,
      pid,
      startMs: await cpuMs(pid),
      idleMb: await residentMb(pid),
      usedMb: Number.NaN,
    })),
  );
}

function atTheEnd(figures: readonly ProcessFigures[]): Promise<ProcessFigures[]> {
  return Promise.all(figures.map(async (figure) => ({ ...figure, usedMb: await residentMb(figure.pid) })));
}
