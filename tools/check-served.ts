import { servedCommand } from './check/shipping/served-command.ts';
import { runCommand } from '@commerce/platform/process/run-command';

/** `npm run check-served -- --supergraph <file or URL>` */
await runCommand(async () => {
  console.log(await servedCommand(process.argv.slice(2)));
});
