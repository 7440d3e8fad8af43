import { checkComposition } from './check-composition.ts';
import { checkProtos } from './check-protos.ts';
import { checkReadMasks } from './check-read-masks.ts';
import { checkReads } from './check-reads.ts';
import { checkApi, checkSubgraphs } from './check-schemas.ts';
import { checkDrift } from './drift/check-drift.ts';
import type { Finding } from './finding.ts';
import { checkShipping } from './shipping/check-shipping.ts';
import { checkPermissions } from './permissions/check-permissions.ts';
import { readTree } from './tree.ts';

/**
 * What a change does to others.
 *
 * @param base,head the folders of the tree before and after it.
 */
export async function checkChange(base: string, head: string): Promise<Finding[]> {
  const [before, after] = [await readTree(base, ANY_VERSION), await readTree(head)];
  return [
    ...checkComposition(before, after),
    ...(await checkApi(before, after)),
    ...(await checkSubgraphs(before, after)),
    ...checkPermissions(before, after),
    ...(await checkShipping(before, after)),
    ...(await checkProtos(base, head)),
    ...(await checkReads(head)),
    ...(await checkReadMasks(head)),
    ...(await checkDrift(after)),
  ];
}

/** Before an upgrade of composition, the base asks for the older version. */
const ANY_VERSION = true;
