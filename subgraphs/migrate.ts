import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '@commerce/platform/config/read-config';
import { databaseVariables } from '@commerce/platform/config/variables';
import { runCommand } from '@commerce/platform/process/run-command';
import { directUrl } from '@commerce/platform/postgres/direct-connection';
import { type Migrated, migrate, resolveMigration } from '@commerce/platform/postgres/migrate';
import { untilReached } from '@commerce/platform/postgres/migrate/until-reached';
import { UserError } from '@commerce/platform/errors/user-error';
import { z } from 'zod';

/**
 * `npm run migrate -- <domain>` applies the migrations that the database at DATABASE_URL lacks. In development a core
 * does it at its start; elsewhere it is a step of the deployment, before the new core starts. With `--resolve` it says what
 * became of one that began and did not end.
 */
await runCommand(async () => {
  const { domain, resolved } = await readArguments(process.argv.slice(2));
  const { DATABASE_URL, DIRECT_DATABASE_URL } = databaseVariables;
  const url = directUrl(readConfig(z.object({ DATABASE_URL, DIRECT_DATABASE_URL })));
  await untilReached(url);
  if (resolved) {
    await resolveMigration(url, domain, resolved.migration, resolved.outcome);
    console.log(`${resolved.migration} is marked as ${resolved.outcome}.`);
    return;
  }
  for (const name of await migrate(url, domain, (migration, news) => console.log(`${migration}: ${news}`))) {
    console.log(`applied ${name}`);
  }
  console.log(`The ${domain.name} database is up to date.`);
});

interface Arguments {
  domain: Migrated;
  resolved: { migration: string; outcome: 'applied' | 'rolled-back' } | undefined;
}

async function readArguments(args: string[]): Promise<Arguments> {
  const prismaFolder = (name: string) => join(import.meta.dirname, name, 'core/prisma');
  const domains = (await readdir(import.meta.dirname)).filter((name) => existsSync(prismaFolder(name)));
  const usage = (reason: string) =>
    new UserError(
      [
        ...(reason ? [reason] : []),
        `Usage: DATABASE_URL=postgresql://… npm run migrate -- <${domains.join(' | ')}>`,
        '         applies the migrations that the database lacks',
        '       … npm run migrate -- <domain> --resolve <migration> --applied',
        '         counts a migration as done, without running it',
        '       … npm run migrate -- <domain> --resolve <migration> --rolled-back',
        '         lets one run again that began and did not end',
      ].join('\n'),
    );
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { resolve: { type: 'string' }, applied: { type: 'boolean' }, 'rolled-back': { type: 'boolean' } },
    });
    const [name, ...rest] = positionals;
    const { resolve: migration, applied = false, 'rolled-back': rolledBack = false } = values;
    if (!name || rest.length > 0 || !domains.includes(name)) throw usage('');
    if ((migration === undefined) !== (!applied && !rolledBack) || (applied && rolledBack)) {
      throw usage('--resolve goes with one of --applied and --rolled-back.');
    }
    return {
      domain: { name, prismaFolder: prismaFolder(name) },
      resolved: migration === undefined ? undefined : { migration, outcome: applied ? 'applied' : 'rolled-back' },
    };
  } catch (error) {
    // What the command line has too much.
    throw error instanceof UserError ? error : usage(error instanceof Error ? error.message : String(error));
  }
}
