import { readConfig } from '@commerce/platform/config/read-config';
import { runProcess } from '@commerce/platform/process/run-process';
import { coreVariables, startCore } from './start.ts';

await runProcess('example core', () => startCore(readConfig(coreVariables)));
