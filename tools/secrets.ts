import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { makeCertificates, partsOf } from './certificates/make-certificates.ts';
import { readYaml } from './composition/read-yaml.ts';
import { readDomains } from './domains/read-domains.ts';
import { runCommand } from '@commerce/platform/process/run-command';

const ROOT = resolve(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'secrets');
const compose = z.looseObject({ secrets: z.record(z.string(), z.unknown(), 'a mapping from names to files') });

/**
 * `npm run secrets` makes the files that docker-compose.yaml mounts as secrets: a password for the databases, and their
 * URLs with it. It replaces none that are there, because a database keeps the password that it was made with. And the
 * certificates of the parts: see certificates.ts.
 */
await runCommand(async () => {
  await mkdir(FOLDER, { recursive: true });
  await writeMissing('database_password', randomBytes(24).toString('base64url'));
  const password = (await readFile(join(FOLDER, 'database_password'), 'utf8')).trim();
  const { secrets } = await readYaml(join(ROOT, 'docker-compose.yaml'), compose);
  for (const name of Object.keys(secrets)) {
    const domain = /^(.+)_database_url$/.exec(name)?.[1];
    if (domain) await writeMissing(name, `postgresql://commerce:${password}@${domain}_db:5432/${domain}`);
  }
  await makeCertificates(join(FOLDER, 'certificates'), partsOf(await readDomains(join(ROOT, 'subgraphs'))));
  console.log(`The secrets are in ${FOLDER}; delete the folder to have new ones, for databases that are new, too.`);
});

async function writeMissing(name: string, text: string): Promise<void> {
  try {
    // Readable by all on purpose: in a container each is seen by the one service that mounts it, as another user.
    await writeFile(join(FOLDER, name), text, { flag: 'wx', mode: 0o644 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
