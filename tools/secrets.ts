import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { StartError } from '@commerce/platform/process/start-error';
import { runCommand } from './run-command.ts';

/**
 * `npm run secrets` makes the files that docker-compose.yaml mounts as secrets: a new password for the databases, and
 * their URLs with it. It replaces none that are there, because a database keeps the password that it was made with.
 */
await runCommand(async () => {
  const folder = resolve(import.meta.dirname, '../secrets');
  await mkdir(folder, { recursive: true });
  const password = randomBytes(24).toString('base64url');
  // Readable by all on purpose: in a container each is seen by the one service that mounts it, as another user.
  const write = (name: string, text: string) => writeFile(`${folder}/${name}`, text, { flag: 'wx', mode: 0o644 });
  try {
    await write('database_password', password);
  } catch (error) {
    throw new StartError(`There are secrets in ${folder} already; delete the folder to have new ones.`, error);
  }
  for (const domain of ['account', 'order']) {
    await write(`${domain}_database_url`, `postgresql://commerce:${password}@${domain}_db:5432/${domain}`);
  }
  console.log(`The secrets are in ${folder}.`);
});
