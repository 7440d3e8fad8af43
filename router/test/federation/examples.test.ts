import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { difference } from './compare.ts';
import { chainExamples } from './chain-examples.ts';
import { examples as others } from './examples.ts';
import { createOwnExecutor } from './own-executor.ts';
import type { CreateExecutor } from './kept-executor.ts';
import { composeFederation } from './served-federation.ts';
import { createStockExecutor } from './stock-executor.ts';

const examples = [...others, ...chainExamples];

/** What an executor answers wrong, of an example's operations over some data. */
async function differences(
  { subgraphs, operations }: (typeof examples)[number],
  createExecutor: CreateExecutor,
): Promise<string[]> {
  const federation = composeFederation(subgraphs);
  if ('problems' in federation) throw new Error(federation.problems.join('\n'));
  const { apiSchema, supergraphSdl, serve } = federation;
  const found: string[] = [];
  for (const seed of [1, 2, 3, 4]) {
    const { fetchSubgraph, monolith, forgiving } = serve([], seed);
    const { execute, stop } = await createExecutor(supergraphSdl, fetchSubgraph);
    try {
      for (const { query, variables = {} } of operations) {
        const operation = { document: parse(query), variables };
        expect(validate(apiSchema, operation.document)).toEqual([]);
        const wrong = difference(await execute(operation), await monolith(operation), await forgiving(operation));
        if (wrong !== undefined) found.push(`${query}: ${wrong}`);
      }
    } finally {
      await stop();
    }
  }
  return found;
}

test.each(examples)('$title', async (example) => {
  expect(await differences(example, createOwnExecutor)).toEqual([]);
});

test.each(examples.filter(({ stockIsRight }) => !stockIsRight))('The stock executor: $title', async (example) => {
  expect(await differences(example, createStockExecutor)).not.toEqual([]);
});
