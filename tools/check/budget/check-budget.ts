import { basename } from 'node:path';
import { UserError } from '@commerce/platform/errors/user-error';
import { parse, type Source, validate } from 'graphql';
import { type Finding, finding } from '../finding.ts';
import type { Tree } from '../tree.ts';
import { compareBudgets, holdBudget } from './compare-costs.ts';
import { COSTS_FILE, readCosts, writeCosts } from './costs-file.ts';
import { measureCosts } from './measure-costs.ts';

/**
 * Runs each operation, compares the RPCs and SQL statements that it costs with the committed figures, and compares those with
 * the figures before the change.
 *
 * @param base the folder of the tree before.
 * @param update writes the figures as measured.
 */
export async function checkBudget(base: string, head: Tree, update: boolean): Promise<Finding[]> {
  const { folder, composition } = head;
  // Composition says what is wrong.
  if (!composition.supergraph) return [];
  const { sdl, schema } = composition.supergraph;
  const api = schema.toAPISchema().toGraphQLJSSchema();
  const isValid = (operation: Source) => validate(api, parse(operation)).length === 0;
  try {
    const measured = await measureCosts(folder, head.operations.filter(isValid), sdl);
    if (update) await writeCosts(folder, measured);
    const committed = await readCosts(folder);
    // The check of the API says which changes have broken them.
    for (const operation of head.operations)
      if (!isValid(operation)) delete committed[basename(operation.name, '.graphql')];
    return [...holdBudget(measured, committed), ...compareBudgets(await readCosts(base), committed)];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [finding({ verdict: 'error', area: 'budget', message: error.message, places: [COSTS_FILE] })];
  }
}
