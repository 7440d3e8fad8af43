import { runPart } from '@commerce/platform/process/run-part';
import { coreVariables, startCore } from './start.ts';

await runPart('catalog core', coreVariables, startCore);
