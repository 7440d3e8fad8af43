import { checkCommand } from './check/check-command.ts';
import { runCommand } from '@commerce/platform/process/run-command';

/** `npm run check -- --against <git ref>` */
await runCommand(async () => {
  const { report, markdown } = await checkCommand(process.argv.slice(2));
  console.log(markdown);
  if (!report.passes) process.exitCode = 1;
});
