import { newSubgraphCommand } from './new-subgraph/new-subgraph-command.ts';
import { runCommand } from '@commerce/platform/process/run-command';

/** `npm run new-subgraph -- <domain> --entity <Entity>` */
await runCommand(async () => {
  console.log(await newSubgraphCommand(process.argv.slice(2), (step) => console.log(`- ${step}`)));
});
