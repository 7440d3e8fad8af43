import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '@commerce/platform/config/read-config';
import { databaseVariables } from '@commerce/platform/config/variables';
import { runCommand } from '@commerce/platform/process/run-command';
import { directUrl } from '@commerce/platform/postgres/direct-connection';
import { migrate } from '@commerce/platform/postgres/migrate';
import { UserError } from '@commerce/platform/errors/user-error';
import { z } from 'zod';

const prismaFolder = (domain: string) => join(import.meta.dirname, domain, 'core/prisma');

/**
 * `npm run migrate -- <domain>` applies the migrations that the database at DATABASE_URL lacks. In development a core
 * does it at its start; elsewhere it is a step of the deployment, before the new core starts.
 */
await runCommand(async () => {
  const domains = (await readdir(import.meta.dirname)).filter((name) => existsSync(prismaFolder(name)));
  const [domain, ...rest] = process.argv.slice(2);
  if (!domain || rest.length > 0 || !domains.includes(domain)) {
    throw new UserError(`Usage: DATABASE_URL=postgresql://… npm run migrate -- <${domains.join(' | ')}>`);
  }
  const { DATABASE_URL, DIRECT_DATABASE_URL } = databaseVariables;
  const url = directUrl(readConfig(z.object({ DATABASE_URL, DIRECT_DATABASE_URL })));
  const applied = await migrate(url, prismaFolder(domain));
  for (const name of applied) console.log(`applied ${name}`);
  console.log(`The ${domain} database is up to date.`);
});
