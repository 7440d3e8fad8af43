import { readConfig } from '@commerce/platform/config/read-config';
import { runProcess } from '@commerce/platform/process/run-process';
import { catalogCoreVariables, startCatalogCore } from './start.ts';

await runProcess('catalog core', () => startCatalogCore(readConfig(catalogCoreVariables)));
