/** `npm run seed`: see seed/seed-command.ts. */
import { runCommand } from '@commerce/platform/process/run-command';
import { seedCommand } from './seed-command.ts';

await runCommand(async () => console.log(await seedCommand(process.env, process.stderr)));
