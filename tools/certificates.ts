import { join, relative, resolve } from 'node:path';
import { runCommand } from '@commerce/platform/process/run-command';
import { makeCertificates, partsOf } from './certificates/make-certificates.ts';
import { readDomains } from './domains/read-domains.ts';

const ROOT = resolve(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'secrets/certificates');

/**
 * `npm run certificates` makes a local authority and a certificate for each part, which docker-compose.yaml mounts. Again,
 * it renews those that are about to expire, and makes those of new domains; running parts take them as they are.
 */
await runCommand(async () => {
  const made = await makeCertificates(FOLDER, partsOf(await readDomains(join(ROOT, 'subgraphs'))));
  for (const { part, isNew, validTo } of made) {
    console.log(`${isNew ? 'made' : 'kept'} ${part}, until ${validTo.toISOString().slice(0, 10)}`);
  }
  console.log(
    `The certificates are in ${relative(process.cwd(), FOLDER)}; whoever has authority/tls.key can be any part.`,
  );
});
