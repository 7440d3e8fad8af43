import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyDatabase } from '@commerce/embedded-postgres/empty-database';
import { inject } from 'vitest';

export interface DataFolder {
  path: string;
  remove(): Promise<void>;
}

/** A temporary data folder of the whole system. Its databases are copies of an empty one: making them takes seconds. */
export async function makeDataFolder(): Promise<DataFolder> {
  const path = await mkdtemp(join(tmpdir(), 'commerce-e2e-'));
  const template = inject('databaseTemplate');
  for (const domain of ['account', 'catalog', 'order']) copyDatabase(template, join(path, domain));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
