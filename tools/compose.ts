/** `npm run compose`: see composition/compose-command.ts. */
import { composeCommand } from './composition/compose-command.ts';
import { runCommand } from '@commerce/platform/process/run-command';

await runCommand(async () => console.log(await composeCommand(process.argv.slice(2))));
