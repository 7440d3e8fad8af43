import { createAccountClient } from '@commerce/account/client';
import { account } from '@commerce/account/domain';
import { createCatalogClient } from '@commerce/catalog/client';
import { catalog } from '@commerce/catalog/domain';
import { asCaller } from '@commerce/platform/auth/as-caller';
import { coreAddresses } from '@commerce/platform/config/domain-variables';
import { readConfig } from '@commerce/platform/config/read-config';
import { secretText } from '@commerce/platform/config/secrets';
import { DomainError } from '@commerce/platform/errors/domain-error';
import { UserError } from '@commerce/platform/errors/user-error';
import { openCertificates } from '@commerce/platform/tls/certificates';
import { TOOLS } from '@commerce/platform/tls/parts';
import { tlsVariables } from '@commerce/platform/tls/variables';
import { z } from 'zod';
import { createOrderClient } from '../../client.ts';
import { order } from '../../domain.ts';
import { checkSeesAll } from './check-sees-all.ts';
import { lostOfPage } from './lost-of-page.ts';

const verifyVariables = z.object({
  ...coreAddresses([account, catalog, order]),
  ...tlsVariables,
  TOKEN: secretText(z.string().optional().describe('a token of staff, where the cores ask who somebody is')),
});

/** Where a line goes for each lost reference, and one now and then for how far the walk is. */
interface Output {
  log(line: string): void;
  error(line: string): void;
}

/**
 * Reads every order from the cores that the environment names, newest first, a page at a time: what it holds does not grow
 * with the orders. Those that are placed meanwhile are left to the next run.
 *
 * @returns what to tell the user when nothing is lost.
 * @throws ConfigError, or UserError when something is lost, or when a core cannot be reached or does not show everything.
 */
export async function verifyReferences(
  env: Readonly<Record<string, string | undefined>>,
  output: Output,
): Promise<string> {
  const { TOKEN, ...config } = readConfig(verifyVariables, env);
  const certificates = await openCertificates(config, TOOLS);
  const accounts = createAccountClient(config.ACCOUNT_CORE, certificates);
  const products = createCatalogClient(config.CATALOG_CORE, certificates);
  const orders = createOrderClient(config.ORDER_CORE, certificates);
  const cores = { accounts, products, orders };
  const walked = { orders: 0, lost: 0 };
  try {
    await asCaller(TOKEN, () => checkSeesAll(cores));
    let pageToken = '';
    do {
      // Each page has the time of one request.
      const page = await asCaller(TOKEN, () => lostOfPage(cores, pageToken));
      for (const line of page.lost) output.log(line);
      walked.lost += page.lost.length;
      const before = walked.orders;
      walked.orders += page.orders;
      if (Math.floor(walked.orders / EACH) > Math.floor(before / EACH)) output.error(`${count(walked.orders)} so far`);
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new UserError(`After ${count(walked.orders)} it cannot go on: ${error.message} Run it again.`, error);
  } finally {
    for (const core of Object.values(cores)) core.close();
  }
  if (walked.lost === 0) return `No reference is lost in ${count(walked.orders)}.`;
  throw new UserError(`${walked.lost.toLocaleString('en')} lost in ${count(walked.orders)}.`);
}

/** Orders between two lines that say how far the walk is. */
const EACH = 10_000;

function count(orders: number): string {
  return `${orders.toLocaleString('en')} ${orders === 1 ? 'order' : 'orders'}`;
}
