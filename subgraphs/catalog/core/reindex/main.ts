import { readConfig } from '@commerce/platform/config/read-config';
import { UserError } from '@commerce/platform/errors/user-error';
import { runCommand } from '@commerce/platform/process/run-command';
import { type Progress, showProgress } from '@commerce/platform/process/show-progress';
import { reindexCatalog, reindexVariables } from './reindex-catalog.ts';

/**
 * `npm run reindex` builds the next version of the catalog's index in Elasticsearch, while the system runs. It is a step
 * of a deployment that changes the definition of the index, before the new core starts; see subgraphs/catalog/README.md.
 */
await runCommand(async () => {
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());
  const { show, stop } = showProgress(process.stderr, tenthOf);
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

function tenthOf({ step, done, total }: Progress): string {
  return `${step}: ${total === 0 ? 100 : Math.floor((10 * done) / total) * 10}%`;
}
