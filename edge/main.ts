import { runPart } from '@commerce/platform/process/run-part';
import { edgeVariables, startEdge } from './start.ts';

await runPart('edge', edgeVariables(process.env), startEdge);
