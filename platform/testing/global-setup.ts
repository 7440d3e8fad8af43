import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../postgres/embedded.ts';

/**
 * Makes one empty database before the tests: its first start takes seconds, a copy of it a fraction of one.
 * See test-database.ts.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'commerce-tests-'));
  const template = join(folder, 'template');
  await mkdir(template);
  await (await startEmbeddedPostgres(template)).stop();
  project.provide('databaseTemplate', template);
  return () => rm(folder, { recursive: true, force: true });
}

declare module 'vitest' {
  export interface ProvidedContext {
    databaseTemplate: string;
  }
}
