import type { Source } from 'graphql';
import { checkComposition } from './check-composition.ts';
import { checkMigrations } from './migrations/check-migrations.ts';
import { readStores } from './migrations/read-stores.ts';
import { checkProtos } from './check-protos.ts';
import { checkReadMasks } from './check-read-masks.ts';
import { checkReads } from './check-reads.ts';
import { checkApi, checkSubgraphs } from './check-schemas.ts';
import { checkDrift } from './drift/check-drift.ts';
import { readProtos } from './drift/read-protos.ts';
import type { Finding } from './finding.ts';
import { checkShipping } from './shipping/check-shipping.ts';
import { shippingSteps } from './shipping/shipping-steps.ts';
import { checkPermissions } from './permissions/check-permissions.ts';
import { readTree } from './tree.ts';

/**
 * What a change does to others.
 *
 * @param base,head the folders of the tree before and after it.
 * @param sent what clients send beside the operations of the tree.
 */
export async function checkChange(base: string, head: string, sent: readonly Source[] = []): Promise<Finding[]> {
  const [before, tree] = [await readTree(base, ANY_VERSION), await readTree(head)];
  const after = { ...tree, operations: [...tree.operations, ...sent] };
  const [storesBefore, stores] = [await readStores(base), await readStores(head)];
  const protos = await readProtos(head);
  const shipping = await checkShipping(before, after);
  return [
    ...checkComposition(before, after),
    ...(await checkApi(before, after)),
    ...(await checkSubgraphs(before, after)),
    ...checkPermissions(before, after),
    ...(await checkMigrations(storesBefore, stores)),
    ...shipping,
    ...(await shippingSteps(base, head, storesBefore, stores)),
    ...(await checkProtos(base, head)),
    ...checkReads(protos),
    ...checkReadMasks(protos),
    ...(await checkDrift(after, protos)),
  ];
}

/** Before an upgrade of composition, the base asks for the older version. */
const ANY_VERSION = true;
