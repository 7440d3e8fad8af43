import { runCommand } from '@commerce/platform/process/run-command';
import { migrationCommand } from './migrations/migration-command.ts';

/** `npm run migration -- <domain> "<what it does>"` */
await runCommand(async () => console.log(await migrationCommand(process.argv.slice(2))));
