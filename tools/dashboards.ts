import { runCommand } from '@commerce/platform/process/run-command';
import { writeFile } from 'node:fs/promises';
import { DASHBOARDS, dashboardFile, dashboardText } from './observability/dashboards.ts';

/** `npm run dashboards` writes the dashboards of deploy/observability again. */
await runCommand(async () => {
  for (const dashboard of DASHBOARDS) await writeFile(dashboardFile(dashboard), dashboardText(dashboard));
});
