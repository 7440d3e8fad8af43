import { readConfig } from '@commerce/platform/config/read-config';
import { runProcess } from '@commerce/platform/process/run-process';
import { catalogGraphVariables, startCatalogGraph } from './start.ts';

await runProcess('catalog subgraph', () => startCatalogGraph(readConfig(catalogGraphVariables)));
