import { runPart } from '@commerce/platform/process/run-part';
import { graphVariables, startGraph } from './start.ts';

await runPart('example subgraph', graphVariables, startGraph);
