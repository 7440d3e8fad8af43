import { account } from '@commerce/account/domain';
import { catalog } from '@commerce/catalog/domain';
import { order } from '@commerce/order/domain';
import { readConfig } from '@commerce/platform/config/read-config';
import { secretText } from '@commerce/platform/config/secrets';
import { coreAddresses } from '@commerce/platform/config/domain-variables';
import type { ProgressStream } from '@commerce/platform/process/show-progress';
import { openCertificates } from '@commerce/platform/tls/certificates';
import { TOOLS } from '@commerce/platform/tls/parts';
import { tlsVariables } from '@commerce/platform/tls/variables';
import { z } from 'zod';
import { seedCores } from './seed-cores.ts';

const seedVariables = z.object({
  ...coreAddresses([account, catalog, order]),
  ...tlsVariables,
  TOKEN: secretText(z.string().optional().describe('a token of staff, where the cores ask who somebody is')),
  CUSTOMER_TOKENS: secretText(
    z
      .string()
      .default('')
      .transform((tokens) => tokens.split(',').flatMap((token) => token.trim() || []))
      .describe('with TOKEN, the tokens of those whose the first accounts shall be, with commas between them'),
  ),
});

/**
 * Loads the sample shop into the cores that the environment names; see seed-cores.ts.
 *
 * @param stream shows the progress.
 * @returns what to tell the user at the end.
 * @throws ConfigError, or UserError that says which core cannot be reached, or which write failed.
 */
export async function seedCommand(
  env: Readonly<Record<string, string | undefined>>,
  stream: ProgressStream,
): Promise<string> {
  const { TOKEN, CUSTOMER_TOKENS, ...config } = readConfig(seedVariables, env);
  const certificates = await openCertificates(config, TOOLS);
  const addresses = { account: config.ACCOUNT_CORE, catalog: config.CATALOG_CORE, order: config.ORDER_CORE };
  const tokens = TOKEN === undefined ? undefined : { staff: TOKEN, customers: CUSTOMER_TOKENS };
  await seedCores(addresses, stream, { tokens, certificates });
  return 'The sample shop is there: 50 accounts, 200 products, 500 orders.';
}
