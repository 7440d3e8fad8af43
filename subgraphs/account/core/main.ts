import { readConfig } from '@commerce/platform/config/read-config';
import { runProcess } from '@commerce/platform/process/run-process';
import { accountCoreVariables, startAccountCore } from './start.ts';

await runProcess('account core', () => startAccountCore(readConfig(accountCoreVariables)));
