import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { makeEmptyDatabase } from './empty-database.ts';
import { lockFolder } from './lock-folder.ts';
import { UserError } from '@commerce/platform/errors/user-error';

export interface Stores<Domain extends string> {
  /** Of the databases, by domain. */
  urls: ReadonlyMap<Domain, string>;
  stop(): Promise<void>;
}

/**
 * Starts one embedded database per domain, each with its data in a folder of its own under `dataDir`.
 *
 * @throws UserError when the folder cannot be written or another process uses it.
 */
export async function startStores<Domain extends string>(
  dataDir: string,
  domains: readonly Domain[],
): Promise<Stores<Domain>> {
  await makeWritable(dataDir);
  const unlock = await lockFolder(dataDir);
  const started: EmbeddedPostgres[] = [];
  const stop = async () => {
    await Promise.all(started.map((store) => store.stop()));
    await unlock();
  };
  try {
    await createMissing(dataDir, domains);
    const urls = await Promise.all(
      domains.map(async (domain) => {
        const store = await startEmbeddedPostgres(join(dataDir, domain));
        started.push(store);
        return [domain, store.url] as const;
      }),
    );
    return { urls: new Map(urls), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makeWritable(dataDir: string): Promise<void> {
  try {
    await makeFolder(join(resolve(dataDir), UNFINISHED));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `Cannot write to the data folder ${dataDir} (${reason}): make it writable, or set DATA_DIR.`,
      error,
    );
  }
}

/** Makes a folder and its parents. Node's own `recursive` never returns where a file system refuses, as /proc does. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path);
  }
}

/**
 * Makes the databases that do not exist yet. Each becomes visible under its name when it is complete, so that a start
 * that was killed leaves nothing half made.
 */
async function createMissing(dataDir: string, domains: readonly string[]): Promise<void> {
  const unfinished = join(dataDir, UNFINISHED);
  const present = new Set(await readdir(dataDir));
  const missing = domains.filter((domain) => !present.has(domain));
  // What a start left that was killed.
  await rm(unfinished, { recursive: true });
  for (const domain of missing) {
    const folder = join(unfinished, domain);
    await mkdir(folder, { recursive: true });
    await makeEmptyDatabase(folder);
    await rename(folder, join(dataDir, domain));
  }
  await rm(unfinished, { recursive: true, force: true });
}

const UNFINISHED = '.unfinished';
