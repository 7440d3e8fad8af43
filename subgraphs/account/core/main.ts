import { runPart } from '@commerce/platform/process/run-part';
import { coreVariables, startCore } from './start.ts';

await runPart('account core', coreVariables, startCore);
