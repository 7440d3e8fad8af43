import { runCommand } from '@commerce/platform/process/run-command';
import { verifyReferences } from './verify-references.ts';

/**
 * `npm run verify-references` reads every order, and names the accounts and products of theirs that nothing has any more.
 * It changes nothing, and exits with 1 when there are any.
 */
await runCommand(async () => console.log(await verifyReferences(process.env, console)));
