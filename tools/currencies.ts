/** `npm run currencies -- [list-one.xml]`: see currencies/currencies-command.ts. */
import { runCommand } from '@commerce/platform/process/run-command';
import { currenciesCommand } from './currencies/currencies-command.ts';

await runCommand(async () => console.log(await currenciesCommand(process.argv.slice(2))));
