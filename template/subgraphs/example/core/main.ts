import { runPart } from '@commerce/platform/process/run-part';
import { coreVariables, startCore } from './start.ts';

await runPart('example core', coreVariables, startCore);
