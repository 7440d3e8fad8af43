import { runPart } from '@commerce/platform/process/run-part';
import { graphVariables, startGraph } from './start.ts';

await runPart('order subgraph', graphVariables, startGraph);
