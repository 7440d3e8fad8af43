import { readConfig } from '@commerce/platform/config/read-config';
import { UserError } from '@commerce/platform/errors/user-error';
import { runCommand } from '@commerce/platform/process/run-command';
import { reindexCatalog, reindexVariables } from './reindex-catalog.ts';
import { showSteps } from './show-steps.ts';

/**
 * `npm run reindex` builds the next version of the catalog's index in Elasticsearch, while the system runs. It is a step
 * of a deployment that changes the definition of the index, before the new core starts; see subgraphs/catalog/README.md.
 */
await runCommand(async () => {
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());
  const { show, stop } = showSteps(process.stderr);
  const config = readConfig(reindexVariables);
  try {
    const index = await reindexCatalog(config, show, stopped.signal);
    stop();
    console.log(`The alias ${config.ELASTICSEARCH_ALIAS} stands for ${index}.`);
  } catch (error) {
    stop();
    const isStopped = error instanceof Error && error.name === 'AbortError';
    throw isStopped ? new UserError('Stopped before its end: everything is as it was before.', error) : error;
  }
});
