import { readConfig } from '@commerce/platform/config';
import { runProcess } from '@commerce/platform/process/run-process';
import { routerVariables, startRouter } from './start.ts';
import { subgraphUrls } from './subgraph-urls.ts';

await runProcess('router', () => startRouter(readConfig(routerVariables), subgraphUrls(process.env)));
