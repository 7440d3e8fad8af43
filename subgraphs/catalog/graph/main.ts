import { runPart } from '@commerce/platform/process/run-part';
import { graphVariables, startGraph } from './start.ts';

await runPart('catalog subgraph', graphVariables, startGraph);
