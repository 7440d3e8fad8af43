import { runPart } from '@commerce/platform/process/run-part';
import { routerVariables, startRouter } from './start.ts';
import { subgraphUrls, withSubgraphUrls } from './subgraph-urls.ts';

await runPart('router', withSubgraphUrls(routerVariables, process.env), (config) =>
  startRouter(config, subgraphUrls(config)),
);
