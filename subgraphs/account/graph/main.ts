import { runPart } from '@commerce/platform/process/run-part';
import { graphVariables, startGraph } from './start.ts';

await runPart('account subgraph', graphVariables, startGraph);
