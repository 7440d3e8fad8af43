import { checkComposition } from './check-composition.ts';
import { checkProtos } from './check-protos.ts';
import { checkApi, checkSubgraphs } from './check-schemas.ts';
import type { Finding } from './finding.ts';
import { readTree } from './tree.ts';

/**
 * What a change does to others.
 *
 * @param base,head the folders of the tree before and after it.
 */
export async function checkChange(base: string, head: string): Promise<Finding[]> {
  const [before, after] = [await readTree(base), await readTree(head)];
  const findings = await Promise.all([
    checkComposition(before, after),
    checkApi(before, after),
    checkSubgraphs(before, after),
    checkProtos(base, head),
  ]);
  return findings.flat();
}
