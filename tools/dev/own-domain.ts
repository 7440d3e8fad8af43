import { join, relative, sep } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { hostPort } from '@commerce/platform/process/host-port';
import type { Running } from '@commerce/platform/process/run-process';
import { type DevDomain, mainOf } from './domains.ts';
import type { DevConfig } from './read-config.ts';
import { runWatched } from './watched-process.ts';

/** The core and the subgraph that are worked on, each in a process of its own that a change restarts. */
export interface OwnDomain extends Running {
  name: string;
  /** Waits until both can serve, however often they fail before. @returns false when they were stopped instead. */
  untilReady(): Promise<boolean>;
}

/** @param variables of the core, beside where it listens. */
export function startOwn(own: DevDomain, config: DevConfig, variables: Record<string, string>): OwnDomain {
  const { HOST, NODE_ENV } = config.router;
  const { name, prefix, schemaFile } = own;
  const ports = config.portsOf(own);
  const common = { HOST, NODE_ENV, LOG_LEVEL: process.env['LOG_LEVEL'] || 'error' };
  const core = runWatched(mainOf(name, 'core'), FOLDERS, isReadBy(join('subgraphs', name, 'core/prisma')), {
    ...common,
    ...variables,
    GRPC_PORT: String(ports.core),
    ADMIN_PORT: String(ports.coreAdmin),
  });
  const graph = runWatched(mainOf(name, 'graph'), FOLDERS, isReadBy(relative('.', schemaFile)), {
    ...common,
    PORT: String(ports.graph),
    ADMIN_PORT: String(ports.graphAdmin),
    [`${prefix}_CORE`]: hostPort(HOST, ports.core),
  });
  const stopping = new AbortController();
  return {
    name,
    async untilReady() {
      const isReady = async (port: number) =>
        await fetch(`http://${hostPort(HOST, port)}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        );
      while (!((await isReady(ports.coreAdmin)) && (await isReady(ports.graphAdmin)))) {
        if (stopping.signal.aborted) return false;
        await wait(100);
      }
      return true;
    },
    async stop() {
      stopping.abort();
      await graph.stop();
      await core.stop();
    },
  };
}

const FOLDERS = ['platform', 'protos', 'subgraphs'];

/** Whatever code it may import, all protos, and what else is named: a file or a folder. */
function isReadBy(path: string): (file: string) => boolean {
  return (file) => {
    if (file === path || file.startsWith(`${path}${sep}`)) return true;
    return file.endsWith('.proto') || (file.endsWith('.ts') && !file.split(sep).includes('test'));
  };
}
