import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '@commerce/testkit/free-port';
import { graphqlClient } from '@commerce/testkit/graphql-client';
import { type Program, startCommand } from '@commerce/testkit/program';
import type { OtherRouter } from './other-routers.ts';

export interface RunningRouter {
  url: string;
  program: Program;
  stop(): Promise<void>;
}

/**
 * Starts another router in a folder of its own, and waits until it answers.
 *
 * @param files what is in the folder, by their paths.
 * @param variables its environment.
 * @throws Error with what it said when it does not.
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
  const url = `http://127.0.0.1:${port}/graphql`;
  const stop = async () => {
    // Killed: it would first drain for seconds.
    await program.end('SIGKILL');
    await rm(folder, { recursive: true });
  };
  if (await answers(url, program)) return { url, program, stop };
  await stop();
  throw new Error(`${router.name} does not answer: ${program.output()}`);
}

/** Whether it does before it ends, or a minute has gone: some listen before they have what they serve. */
async function answers(url: string, { process: child }: Program): Promise<boolean> {
  const { query } = graphqlClient(url);
  for (const end = Date.now() + 60_000; child.exitCode === null && Date.now() < end; await wait(100)) {
    const { data } = await query('{ __typename }').catch(() => ({ data: null }));
    if (data) return true;
  }
  return false;
}
