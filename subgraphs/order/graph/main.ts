import { readConfig } from '@commerce/platform/config/read-config';
import { runProcess } from '@commerce/platform/process/run-process';
import { orderGraphVariables, startOrderGraph } from './start.ts';

await runProcess('order subgraph', () => startOrderGraph(readConfig(orderGraphVariables)));
