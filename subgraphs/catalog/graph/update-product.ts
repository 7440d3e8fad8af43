import { DomainError } from '@commerce/platform/errors/domain-error';
import type { Product } from '../client.ts';
import type { MutationUpdateProductArgs } from '../generated/graphql.ts';
import type { Context } from './context.ts';
import { readNewPrice } from './price.ts';

/**
 * Changes the given fields of a product. A price without a currency holds for the product as it was read; when somebody
 * else changes that in between, it is read again: the client asked for no version, and has no conflict to solve.
 *
 * @throws DomainError as readNewPrice and the core throw it.
 */
export async function updateProduct(
  context: Context,
  { id, product: { name, description, price, currency }, expectedVersion }: MutationUpdateProductArgs,
): Promise<Product | null> {
  for (let attempt = 1; ; attempt += 1) {
    const { unitPrice, atVersion } = await readNewPrice(context, id, price, currency);
    const version = expectedVersion ?? atVersion;
    try {
      const { product } = await context.client.updateProduct({
        id,
        ...(name != null && { name }),
        ...(description != null && { description }),
        ...(unitPrice && { unitPrice }),
        ...(version !== undefined && { expectedVersion: version }),
      });
      return product;
    } catch (error) {
      const isConflict = error instanceof DomainError && error.kind === 'Conflict';
      if (!isConflict || expectedVersion != null || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

/** One of the writers that meet gets through each time. */
const MAX_ATTEMPTS = 20;
