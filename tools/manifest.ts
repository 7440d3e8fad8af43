/** `npm run manifest`: see manifest/manifest-command.ts. */
import { runCommand } from '@commerce/platform/process/run-command';
import { manifestCommand } from './manifest/manifest-command.ts';

await runCommand(async () => console.log(await manifestCommand(process.argv.slice(2))));
