import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { difference } from './compare.ts';
import { examples } from './examples.ts';
import { composeFederation } from './served-federation.ts';
import { createStockExecutor } from './stock-executor.ts';

test.each(examples)('$title', async ({ subgraphs, operations }) => {
  const federation = composeFederation(subgraphs);
  if ('problems' in federation) throw new Error(federation.problems.join('\n'));
  const { fetchSubgraph, monolith, forgiving } = federation.serve([], 0);
  const { execute, stop } = await createStockExecutor(federation.supergraphSdl, fetchSubgraph);
  try {
    for (const { query, variables = {} } of operations) {
      const operation = { document: parse(query), variables };
      expect(validate(federation.apiSchema, operation.document)).toEqual([]);
      const got = await execute(operation);
      const right = await monolith(operation);
      const diff = difference(got, right, await forgiving(operation));
      console.log(
        query,
        JSON.stringify(variables),
        '\n got  ',
        JSON.stringify(got).slice(0, 400),
        '\n right',
        JSON.stringify(right).slice(0, 400),
        '\n',
        diff ?? 'same',
      );
    }
  } finally {
    await stop();
  }
});
