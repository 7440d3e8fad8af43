import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '@commerce/platform/errors/user-error';
import { listMigrations } from '@commerce/platform/postgres/migrate/migrations';
import { readDomains } from '../domains/read-domains.ts';
import { withUsage } from '../with-usage.ts';
import { migrationFiles } from './migration-files.ts';
import { scratchDifference } from './scratch-difference.ts';

const USAGE = `Usage: npm run migration -- <domain> "<what it does>"

Writes the SQL of what schema.prisma has and no migration makes into new folders of the domain's migrations, for you to edit. An
index of a table that is there gets a file of its own; what schema.prisma has no longer is a comment, for a later version.`;

/**
 * @param args the command line's.
 * @returns what to tell the user.
 * @throws UserError when there is no such domain, or nothing to write.
 */
export async function migrationCommand(args: string[]): Promise<string> {
  const [name, title] = withUsage(USAGE, () => {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    if (positionals.length !== 2) throw new TypeError('A domain and a few words are expected.');
    return positionals as [string, string];
  });
  const domains = await readDomains(join(ROOT, 'subgraphs'));
  const domain = domains.find((each) => each.name === name);
  if (!domain)
    throw new UserError(`There is no domain ${name}: there are ${domains.map((each) => each.name).join(', ')}.`);
  const difference = await scratchDifference(domain);
  const last = (await listMigrations(domain.prismaFolder)).at(-1)?.name;
  const files = migrationFiles(difference, { title, last });
  if (files.length === 0) {
    throw new UserError(
      `The migrations of ${name} make what its schema.prisma says: change that first, then run this again.`,
    );
  }
  const paths = files.map((file) => join(domain.prismaFolder, 'migrations', file.name, 'migration.sql'));
  for (const [at, path] of paths.entries()) {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, files[at]?.sql ?? '');
  }
  return [
    ...paths.map((path) => `wrote ${relative(process.cwd(), path)}`),
    'Read and edit it, run `npm run generate`, and `npm run check -- --against <ref>` says what it does to those who use the tables.',
  ].join('\n');
}

const ROOT = resolve(import.meta.dirname, '../..');
