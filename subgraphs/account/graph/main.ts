import { readConfig } from '@commerce/platform/config/read-config';
import { runProcess } from '@commerce/platform/process/run-process';
import { accountGraphVariables, startAccountGraph } from './start.ts';

await runProcess('account subgraph', () => startAccountGraph(readConfig(accountGraphVariables)));
