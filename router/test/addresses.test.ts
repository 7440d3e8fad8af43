import { createRetryBudget } from '@commerce/platform/process/retry-budget';
import { addressTests } from '@commerce/testkit/address-tests';
import { createSubgraphClient } from '../subgraph-client.ts';
import { closeAll, respond, startServer } from './subgraph-servers.ts';

addressTests(async (at, by, closing) => {
  const port = await startServer(respond(200, { data: null }), at);
  const client = createSubgraphClient('shop', `http://${by}:${port}/graphql`, createRetryBudget());
  closing(closeAll);
  closing(() => client.close());
  return (await client.post('{}', true)).statusCode === 200;
});
