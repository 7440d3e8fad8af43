import { runPart } from '@commerce/platform/process/run-part';
import { coreVariables, startCore } from './start.ts';

await runPart('order core', coreVariables, startCore);
