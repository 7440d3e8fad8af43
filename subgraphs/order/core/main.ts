import { readConfig } from '@commerce/platform/config/read-config';
import { runProcess } from '@commerce/platform/process/run-process';
import { orderCoreVariables, startOrderCore } from './start.ts';

await runProcess('order core', () => startOrderCore(readConfig(orderCoreVariables)));
