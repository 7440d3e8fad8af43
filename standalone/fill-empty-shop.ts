import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '@commerce/platform/errors/domain-error';
import { UserError } from '@commerce/platform/errors/user-error';
import type { CoreAddresses } from '../seed/connect-cores.ts';
import { isShopEmpty } from '../seed/is-shop-empty.ts';
import { type SeedTokens, seedCores } from '../seed/seed-cores.ts';
import type { StandaloneConfig } from './config.ts';
import { DOMAINS } from './generated/domains.ts';
import { hasOwnStore } from './start.ts';

/**
 * So that there is something to ask for. The system does without, so it is started whatever comes of it. A shop that was begun to be
 * filled, and is not full, is no longer empty: a file in the data folder says so, until it is. It says nothing of a store elsewhere,
 * which may hold what is somebody's own.
 */
export async function fillEmptyShop(
  cores: CoreAddresses,
  config: StandaloneConfig,
  tokens: SeedTokens | undefined,
): Promise<void> {
  const isAllHere = !DOMAINS.some(({ domain }) => hasOwnStore(config, domain));
  const begun = isAllHere ? begunFile(config) : undefined;
  try {
    if (!(begun && (await isThere(begun))) && !(await isShopEmpty(cores, tokens))) return;
    if (begun) await writeFile(begun, '');
    await seedCores(cores, process.stderr, { tokens });
    if (begun) await rm(begun);
  } catch (error) {
    if (!(error instanceof UserError || error instanceof DomainError)) throw error;
    console.error(`${error.message} \`npm start -- --seed\` goes on from here, and --no-seed does without.`);
  }
}

/** Goes on no more with a shop that was begun: somebody has filled it, or wants none. */
export async function forgetBegunShop(config: StandaloneConfig): Promise<void> {
  await rm(begunFile(config), { force: true });
}

function begunFile({ DATA_DIR }: StandaloneConfig): string {
  return join(DATA_DIR, 'sample-shop-begun');
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
