import { log } from '@commerce/platform/log';
import type { TrustedDocument } from './manifest.ts';
import { planDocuments, type PlanTools } from './plan-documents.ts';

/** Plans the documents of now, one run at a time; what changes meanwhile begins it anew. */
export function replanning(trusted: () => readonly TrustedDocument[]) {
  let run: (isOutdated: () => boolean) => Promise<void> = async () => {};
  let version = 0;
  const stop = new AbortController();
  let running: Promise<void> | undefined;
  const runAll = async () => {
    let planned: number;
    do {
      planned = version;
      await run(() => stop.signal.aborted || planned !== version);
    } while (!stop.signal.aborted && planned !== version);
    running = undefined;
  };
  const again = async () => {
    version += 1;
    running ??= runAll();
    await running;
  };
  const begin = () => {
    again().catch((err: unknown) => log.error({ err }, 'the trusted documents cannot be planned'));
  };
  return {
    again: begin,
    stop: () => stop.abort(),
    async planFor(tools: Omit<PlanTools, 'isOutdated'>) {
      run = async (isOutdated) => await planDocuments(trusted(), { ...tools, isOutdated });
      await again();
    },
  };
}
