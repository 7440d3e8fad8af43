import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cost } from '@commerce/testkit/cost';
import { stringify } from 'yaml';
import { z } from 'zod';
import { readYaml } from '../../composition/read-yaml.ts';

/** What each operation costs the cores and their stores, by the operation's name. */
export type Costs = Record<string, Cost>;

export const COSTS_FILE = 'operations/costs.yaml';

/** @returns nothing for a tree that has no figures yet. @throws UserError when the file is not valid. */
export async function readCosts(folder: string): Promise<Costs> {
  const file = join(folder, COSTS_FILE);
  return existsSync(file) ? await readYaml(file, schema) : {};
}

export async function writeCosts(folder: string, costs: Costs): Promise<void> {
  await writeFile(join(folder, COSTS_FILE), `${HEADER}${stringify(costs, { sortMapEntries: true })}`);
}

const HEADER = `# What each operation costs: RPCs that the cores answer, and SQL statements by store. Measured, not written by hand:
# \`npm run check -- --against <git ref>\` holds them, and with --update writes them anew.
`;

const counts = z.record(z.string(), z.int('a whole number'), 'a mapping from names to numbers');
const schema = z
  .record(z.string(), z.strictObject({ rpcs: counts, statements: counts }, 'a mapping with the keys rpcs, statements'))
  // An empty file.
  .nullable()
  .transform((costs) => costs ?? {});
