import { readConfig } from '@commerce/platform/config/read-config';
import { runProcess } from '@commerce/platform/process/run-process';
import { routerVariables, startRouter } from './start.ts';
import { subgraphUrls, withSubgraphUrls } from './subgraph-urls.ts';

await runProcess('router', async () => {
  const config = readConfig(withSubgraphUrls(routerVariables, process.env));
  return await startRouter(config, subgraphUrls(config));
});
