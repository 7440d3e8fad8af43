import fc from 'fast-check';
import { parse, validate } from 'graphql';
import { difference } from './compare.ts';
import { faultsOfRecipe } from './faults-of-recipe.ts';
import { type CreateExecutor, keepLast } from './kept-executor.ts';
import { refusalsOfRecipe } from './refusals-of-recipe.ts';
import { operationOfRecipe } from './operation-of-recipe.ts';
import {
  type FaultRecipe,
  faultRecipes,
  operationRecipes,
  type Recipe,
  recipes,
  refusalRecipes,
  type SelectionRecipe,
} from './recipe.ts';
import type { Answer, Operation } from './served-federation.ts';
import { subgraphsOfRecipe } from './subgraphs-of-recipe.ts';

interface Input {
  recipe: Recipe;
  faults: FaultRecipe[];
  refused: number[];
  seed: number;
  operations: SelectionRecipe[][];
}

const inputs: fc.Arbitrary<Input> = fc.record({
  // In this order they are made smaller.
  operations: fc.array(operationRecipes, { minLength: 1, maxLength: 16, size: 'max' }),
  faults: faultRecipes,
  refused: refusalRecipes,
  recipe: recipes,
  seed: fc.nat(99),
});

/** What a run compared, and how many supergraphs did not compose. */
export interface Outcome {
  compared: number;
  refused: number;
  /** The smallest case found that an executor answers wrong, as text. */
  wrong?: string;
}

/**
 * Compares an executor's answers with the monolith's, over supergraphs and operations made up from a seed, until one is
 * wrong or enough have been compared.
 *
 * @param wanted how many operations to compare, at least.
 * @param refuses whether the executor leaves out what callers may not see.
 */
export async function federationEqualsMonolith(
  createExecutor: CreateExecutor,
  wanted: number,
  seed: number,
  refuses: boolean,
): Promise<Outcome> {
  const outcome: Outcome = { compared: 0, refused: 0 };
  const served = keepLast(createExecutor);
  const wrongOf = (input: Input) => wrongCase(refuses ? input : { ...input, refused: [] }, served.of, outcome);
  try {
    for (let round = 0; outcome.compared < wanted; round += 1) {
      const { counterexample } = await fc.check(
        fc.asyncProperty(inputs, async (input) => (await wrongOf(input)) === undefined),
        { seed: seed + round, numRuns: Math.max(1, Math.ceil((wanted - outcome.compared) / 8)), endOnFailure: true },
      );
      if (!counterexample) continue;
      const found = { ...outcome };
      const smallest = await smaller(counterexample[0], wrongOf);
      return { ...found, wrong: `${smallest}\n\nwith the seed ${seed}` };
    }
    return outcome;
  } finally {
    await served.stop();
  }
}

/** How many cases are tried for a smaller one: most need their own supergraph. */
const TRIES = 600;

/**
 * The text of a case that cannot be made smaller, or not soon. fast-check's own way would ask all of the operations at
 * each step, and tells nothing before its end.
 */
async function smaller(
  input: Input,
  wrong: (input: Input) => Promise<string | undefined>,
): Promise<string | undefined> {
  let text: string | undefined;
  let smallest = input;
  for (const operation of input.operations) {
    text = await wrong({ ...input, operations: [operation] });
    if (text === undefined) continue;
    smallest = { ...input, operations: [operation] };
    break;
  }
  let tries = 0;
  for (let found = true; found;) {
    found = false;
    for (const { value } of inputs.shrink(smallest, undefined)) {
      if ((tries += 1) > TRIES) return text;
      const less = await wrong(value);
      if (less === undefined) continue;
      [text, smallest, found] = [less, value, true];
      break;
    }
  }
  return text;
}

type ServedBy = ReturnType<typeof keepLast>['of'];

async function wrongCase(input: Input, serve: ServedBy, outcome: Outcome): Promise<string | undefined> {
  const subgraphs = subgraphsOfRecipe(input.recipe);
  const { federation, ask, execute } = await serve(subgraphs);
  if ('problems' in federation) {
    outcome.refused += 1;
    return undefined;
  }
  const faults = faultsOfRecipe(federation.facts, input.faults);
  const refusals = refusalsOfRecipe(federation.apiSchema, input.refused);
  const { fetchSubgraph, monolith, forgiving } = federation.serve(faults, input.seed);
  ask.current = fetchSubgraph;
  for (const recipe of input.operations) {
    const { query, variables } = operationOfRecipe(federation.apiSchema, recipe);
    const operation: Operation = { document: parse(query), variables, refusals };
    if (validate(federation.apiSchema, operation.document).length > 0) continue;
    outcome.compared += 1;
    const got = await execute(operation).catch((error: Error): Answer => ({
      errors: [{ message: `thrown: ${error.message}` }],
    }));
    const right = await monolith(operation);
    const wrong = difference(got, right, await forgiving(operation));
    if (wrong === undefined) continue;
    return [
      wrong,
      ...Object.entries(subgraphs).map(([name, sdl]) => `# subgraph ${name}\n${sdl}`),
      `faults ${JSON.stringify(faults)}, data ${input.seed}, refused ${refusals?.key ?? 'nothing'}`,
      `${query}\nvariables ${JSON.stringify(variables)}`,
      `got   ${JSON.stringify(got)}\nright ${JSON.stringify(right)}`,
    ].join('\n\n');
  }
  return undefined;
}
