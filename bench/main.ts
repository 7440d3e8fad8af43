/** `npm run bench`, `npm run bench -- overload` and the like: see README.md. */
import { parseArgs } from 'node:util';
import { search } from '@commerce/catalog/bench/search';
import { runCommand } from '@commerce/platform/process/run-command';
import { UserError } from '@commerce/platform/errors/user-error';
import { hostile } from './hostile.ts';
import { kills } from './kills.ts';
import { migrationWaits } from './migration.ts';
import { operationCost } from './operation-cost.ts';
import { overload } from './overload.ts';
import { routerCost } from './router.ts';

const USAGE = `Usage: npm run bench [-- <benchmark>]
  cost [--rounds N]      what operations cost in CPU, of all processes (the default; 12)
  router                 what a request costs this router, beside others
  overload               three times the load that the system can serve
  hostile [--seconds N] [--rate-limit N]
                         what attackers send, beside a client (600)
  kills [--count N]      kill -9 of random parts under writes (1000)
  migration [--rows N]   how long writers wait while a filled table is migrated (1000000)
  search [--products N] [--plans] [--elasticsearch]
                         what lists, searches and counts cost the database (1000000)`;

await runCommand(async () => {
  const { positionals, values } = parse();
  const run = {
    cost: () => operationCost(values.rounds),
    router: routerCost,
    overload,
    hostile: () => hostile(values.seconds, values.rateLimit),
    kills: () => kills(values.count),
    migration: () => migrationWaits(values.rows),
    search: () => search(values),
  };
  const [name = 'cost', ...rest] = positionals;
  if (!(name in run) || rest.length > 0) throw new UserError(USAGE);
  await run[name as keyof typeof run]();
});

function parse() {
  try {
    const options = {
      seconds: { type: 'string', default: '600' },
      count: { type: 'string', default: '1000' },
      rounds: { type: 'string', default: '12' },
      'rate-limit': { type: 'string' },
      rows: { type: 'string', default: '1000000' },
      products: { type: 'string', default: '1000000' },
      plans: { type: 'boolean', default: false },
      elasticsearch: { type: 'boolean', default: false },
    } as const;
    const { positionals, values } = parseArgs({ allowPositionals: true, options });
    const [seconds, count, rounds] = [Number(values.seconds), Number(values.count), Number(values.rounds)];
    const [products, rows] = [Number(values.products), Number(values.rows)];
    const { plans, elasticsearch } = values;
    const rateLimit = values['rate-limit'] === undefined ? undefined : Number(values['rate-limit']);
    if (
      seconds > 0 &&
      seconds <= 3_600 &&
      count > 0 &&
      count <= 10_000 &&
      rounds > 0 &&
      (rateLimit ?? 1) > 0 &&
      products > 0 &&
      rows > 0
    )
      return { positionals, values: { seconds, count, rounds, rateLimit, products, rows, plans, elasticsearch } };
  } catch (error) {
    throw new UserError(USAGE, error);
  }
  throw new UserError(USAGE);
}
