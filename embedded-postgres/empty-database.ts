import { randomUUID } from 'node:crypto';
import { constants, cpSync, existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Makes an empty database. From nothing it takes seconds of CPU, so one is kept beside the installed packages, and the others
 * are its copies, which take a tenth of a second.
 *
 * @param folder an existing one, which is empty.
 */
export async function makeEmptyDatabase(folder: string): Promise<void> {
  await keepEmptyDatabase();
  if (existsSync(KEPT)) copyDatabase(KEPT, folder);
  // Nothing can be written there.
  else await initialize(folder);
}

/** Makes the one that is kept, if it is missing. `npm ci` does, so that the first start need not. */
export async function keepEmptyDatabase(): Promise<void> {
  if (existsSync(KEPT)) return;
  // Seen under its name once it is complete.
  const unfinished = `${KEPT}.${randomUUID()}`;
  try {
    await mkdir(CACHE, { recursive: true });
    await initialize(unfinished);
    await rename(unfinished, KEPT);
  } catch {
    // Another process was faster, or see above.
    await rm(unfinished, { recursive: true, force: true }).catch(() => {});
  }
}

/** Copies the folder of a database that is not running. Node copies its hundreds of files twice as fast in one go. */
export function copyDatabase(from: string, to: string): void {
  cpSync(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE });
}

/** Makes it as small as it can be, since it is copied so often: 15 MB in place of 39, a third of the files. */
async function initialize(folder: string): Promise<void> {
  const { PGlite } = await import('@electric-sql/pglite');
  // Its log in files of 1 MB, not of 16.
  const database = await PGlite.create({ dataDir: folder, initDbStartParams: ['--wal-segsize=1'] });
  try {
    // Nobody makes a database within it.
    await database.exec('UPDATE pg_database SET datistemplate = false');
    for (const unused of ['template0', 'template1']) await database.exec(`DROP DATABASE ${unused}`);
  } finally {
    await database.close();
  }
}

const INSTALLED = dirname(dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite')));
const { version } = JSON.parse(readFileSync(join(INSTALLED, 'package.json'), 'utf8')) as { version: string };
const CACHE = join(dirname(dirname(INSTALLED)), '.cache');

/** Of this release alone: another one may not read its files. */
const KEPT = join(CACHE, `commerce-small-database-${version}`);
