/** `npm run conformance`: see conformance/conformance-command.ts. */
import { conformanceCommand } from './conformance/conformance-command.ts';
import { runCommand } from '@commerce/platform/process/run-command';

await runCommand(async () => {
  const conforms = await conformanceCommand(process.argv.slice(2), (line) => console.log(line));
  if (!conforms) process.exitCode = 1;
});
