import { randomUUID } from 'node:crypto';
import { constants, cpSync, existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

/**
 * Makes an empty database. From nothing it takes seconds of CPU, so the first one is kept beside the installed packages,
 * and the others are its copies, which take a tenth of that.
 *
 * @param folder an existing one, which is empty.
 */
export async function makeEmptyDatabase(folder: string): Promise<void> {
  if (existsSync(KEPT)) {
    copyDatabase(KEPT, folder);
    return;
  }
  await (await startEmbeddedPostgres(folder)).stop();
  await keep(folder);
}

/** Copies the folder of a database that is not running. Node copies its thousand files twice as fast in one go. */
export function copyDatabase(from: string, to: string): void {
  cpSync(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE });
}

const INSTALLED = dirname(dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite')));
const { version } = JSON.parse(readFileSync(join(INSTALLED, 'package.json'), 'utf8')) as { version: string };
const CACHE = join(dirname(dirname(INSTALLED)), '.cache');

/** Of this release alone: another one may not read its files. */
const KEPT = join(CACHE, `commerce-empty-database-${version}`);

/** Seen under its name once it is complete. */
async function keep(folder: string): Promise<void> {
  const copy = `${KEPT}.${randomUUID()}`;
  try {
    await mkdir(CACHE, { recursive: true });
    copyDatabase(folder, copy);
    await rename(copy, KEPT);
  } catch {
    // Another process was faster, or nothing can be written there: then the next database is made from nothing too.
    await rm(copy, { recursive: true, force: true }).catch(() => {});
  }
}
