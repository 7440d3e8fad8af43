import { setTimeout } from 'node:timers/promises';
import { asCaller } from '@commerce/platform/auth/as-caller';
import { DomainError } from '@commerce/platform/errors/domain-error';
import { UserError } from '@commerce/platform/errors/user-error';
import { type Progress, type ProgressStream, showProgress } from '@commerce/platform/process/show-progress';
import type { Certificates } from '@commerce/platform/tls/certificates';
import { toDecimal } from '@commerce/platform/values/money';
import pMap from 'p-map';
import { type CoreAddresses, type CoreClients, connectCores } from './connect-cores.ts';
import { createSampleShop } from './sample-shop.ts';

/** In whose names the shop is loaded, where the cores ask who somebody is. */
export interface SeedTokens {
  /** Who may open accounts for others, change the catalog and place orders for all. */
  staff: string;
  /** Of those who open the first accounts themselves, so that these are theirs. */
  customers: readonly string[];
}

/**
 * Loads the sample shop through the cores' own API. Each write has an idempotency key that is the same in every run, so a
 * repeated run makes nothing twice, and completes one that was interrupted. What else the cores hold is left alone.
 *
 * @param stream shows the progress.
 * @param options.tokens none where the cores ask nobody.
 * @throws UserError that says which core cannot be reached, or which write failed, and why.
 */
export async function seedCores(
  addresses: CoreAddresses,
  stream: ProgressStream,
  { tokens, certificates }: { tokens?: SeedTokens | undefined; certificates?: Certificates | undefined } = {},
): Promise<void> {
  const clients = connectCores(addresses, certificates);
  const { show, stop } = showProgress(stream, doneLine);
  try {
    await requireReachable(clients, addresses);
    await writeShop(clients, show, tokens);
  } finally {
    stop();
    clients.close();
  }
}

/** A line for each kind of thing, when all of it is there. */
export function doneLine({ step, done, total }: Progress): string | undefined {
  return done === total ? `${done} ${step} are there` : undefined;
}

async function requireReachable(clients: CoreClients, addresses: CoreAddresses): Promise<void> {
  const domains = Object.keys(addresses) as (keyof CoreAddresses)[];
  const problems = await Promise.all(
    domains.map(async (domain) => {
      const [name] = await clients[domain].waitsFor();
      const remedy = `start it (\`npm start\` starts all), or name its address in ${domain.toUpperCase()}_CORE`;
      return name === undefined ? [] : [`Cannot reach ${name} at ${addresses[domain]}: ${remedy}.`];
    }),
  );
  if (problems.flat().length > 0) throw new UserError(problems.flat().join('\n'));
}

async function writeShop(
  { account, catalog, order }: CoreClients,
  show: (progress: Progress) => void,
  tokens?: SeedTokens,
): Promise<void> {
  const shop = createSampleShop();

  const accountIds = await writeAll('account', shop.accounts, show, async ({ name }, requestId, index) => {
    const own = tokens?.customers[index];
    const open = () => account.createAccount({ name, requestId });
    const response = await asCaller(own ?? tokens?.staff, own === undefined ? open : () => openOwn(account, open));
    return response.account?.id;
  });
  const productIds = await writeAll('product', shop.products, show, async (product, requestId) => {
    const { name, description, priceInCents } = product;
    const price = toDecimal({ currencyCode: 'USD', amountMinor: BigInt(priceInCents) });
    const write = () => catalog.createProduct({ name, description, price, requestId });
    const response = await asCaller(tokens?.staff, write);
    return response.product?.id;
  });
  await writeAll('order', shop.orders, show, async ({ account: buyer, lines }, requestId) => {
    const accountId = accountIds[buyer] ?? '';
    const bought = lines.map(({ product, quantity }) => ({ productId: productIds[product] ?? '', quantity }));
    const write = () => order.createOrder({ accountId, lines: bought, requestId });
    const response = await asCaller(tokens?.staff, write);
    return response.order?.id;
  });
}

/** Whoever signs in has one account. A customer who has opened it before the shop was loaded keeps it. */
async function openOwn<T>(account: CoreClients['account'], open: () => Promise<T>) {
  return await open().catch(async (error: unknown) => {
    if (!(error instanceof DomainError && error.details.reason === 'ACCOUNT_EXISTS')) throw error;
    return await account.getMyAccount({});
  });
}

const WRITES_AT_A_TIME = 8;

/** @returns the ids that the writes returned. */
async function writeAll<T>(
  what: 'account' | 'product' | 'order',
  items: readonly T[],
  show: (progress: Progress) => void,
  write: (item: T, requestId: string, index: number) => Promise<string | undefined>,
): Promise<string[]> {
  let done = 0;
  let failed = false;
  const writeOne = async (item: T, index: number) => {
    const requestId = `seed-${what}-${index + 1}`;
    try {
      const id = await withRetries(() => write(item, requestId, index));
      if (id === undefined) throw new Error(`The answer to ${requestId} has no ${what}.`);
      done += 1;
      // Those under way when one failed end after whoever shows the progress has stopped.
      if (!failed) show({ step: `${what}s`, done, total: items.length });
      return id;
    } catch (error) {
      failed = true;
      throw explain(error, requestId);
    }
  };
  return await pMap(items, writeOne, { concurrency: WRITES_AT_A_TIME });
}

/** A busy machine may keep a core from answering in time. Each write has a key, so that none is done twice. */
async function withRetries<T>(write: () => Promise<T>, triesLeft = TRIES): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof DomainError && PASSING.has(error.kind)) || triesLeft <= 1) throw error;
    await setTimeout((TRIES - triesLeft + 1) * PAUSE_MS);
    return await withRetries(write, triesLeft - 1);
  }
}

/** What may be otherwise a moment later. */
const PASSING: ReadonlySet<string> = new Set(['Unavailable', 'DeadlineExceeded', 'Internal']);
const TRIES = 5;
const PAUSE_MS = 500;

function explain(error: unknown, requestId: string): unknown {
  if (!(error instanceof DomainError)) return error;
  const remedy =
    error.kind === 'AlreadyExists'
      ? 'The shop holds a sample that another version made: delete its data, or do without a new sample.'
      : 'Seed again to go on from here.';
  return new UserError(`The sample shop is not complete: ${requestId} failed: ${error.message} ${remedy}`, error);
}
