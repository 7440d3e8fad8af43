import { readConfig } from '@commerce/platform/config/read-config';
import { runProcess } from '@commerce/platform/process/run-process';
import { graphVariables, startGraph } from './start.ts';

await runProcess('example subgraph', () => startGraph(readConfig(graphVariables)));
