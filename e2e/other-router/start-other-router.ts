import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@commerce/testkit/free-port';
import { type Program, startCommand } from '@commerce/testkit/program';
import type { OtherRouter } from './other-routers.ts';

export interface RunningRouter {
  url: string;
  program: Program;
  stop(): Promise<void>;
}

/**
 * Starts another router in a folder of its own.
 *
 * @param files what is in the folder, by their paths.
 * @param variables its environment.
 */
export async function startOtherRouter(
  router: OtherRouter,
  files: Readonly<Record<string, string>>,
  variables: NodeJS.ProcessEnv,
): Promise<RunningRouter> {
  const folder = await mkdtemp(join(tmpdir(), 'other-router-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  await promisify(execFile)('sh', ['-c', router.preparation ?? ':'], { cwd: folder });
  const port = await freePort();
  const command = [resolve(process.env[router.variable] ?? ''), ...(router.args?.(port) ?? [])];
  const program = startCommand(command, { ...variables, ...router.variables?.(port) }, folder);
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    program,
    async stop() {
      // Killed: it would first drain for seconds.
      await program.end('SIGKILL');
      await rm(folder, { recursive: true });
    },
  };
}
