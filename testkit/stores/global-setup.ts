import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { makeEmptyDatabase } from '@commerce/embedded-postgres/empty-database';
import { startElasticsearchServer, type TestServer } from './elasticsearch-server.ts';
import { startPostgresServer } from './postgres-server.ts';

/**
 * Makes one empty database before the tests, which copy it. See test-database.ts.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'commerce-tests-'));
  const template = join(folder, 'template');
  await mkdir(template);
  await makeEmptyDatabase(template);
  project.provide('databaseTemplate', template);
  const elasticsearch = process.env['TEST_ELASTICSEARCH'] ? await elasticsearchServer() : undefined;
  project.provide('elasticsearchUrl', elasticsearch?.url);
  const postgres = process.env['TEST_POSTGRES'] ? await postgresServer() : undefined;
  project.provide('postgresUrl', postgres?.url);
  return async () => {
    await elasticsearch?.stop();
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

/** The servers whose addresses are given, or servers of the tests' own. */
async function postgresServer(): Promise<TestServer> {
  const url = process.env['TEST_POSTGRES_URL'];
  return url ? { url, stop: async () => {} } : await startPostgresServer();
}

async function elasticsearchServer(): Promise<TestServer> {
  const url = process.env['TEST_ELASTICSEARCH_URL'];
  return url ? { url, stop: async () => {} } : await startElasticsearchServer();
}

declare module 'vitest' {
  export interface ProvidedContext {
    databaseTemplate: string;
    /** With TEST_ELASTICSEARCH=1. */
    elasticsearchUrl: string | undefined;
    /** With TEST_POSTGRES=1. */
    postgresUrl: string | undefined;
  }
}
