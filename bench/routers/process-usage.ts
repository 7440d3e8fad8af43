import { readdir, readFile } from 'node:fs/promises';
import { UserError } from '@commerce/platform/errors/user-error';

/**
 * The CPU time, user's and system's, that all threads of a process have taken, in milliseconds.
 *
 * @throws UserError where the system is no Linux.
 */
export async function cpuMs(pid: number): Promise<number> {
  const folder = `/proc/${pid}/task`;
  const threads = await readdir(folder).catch((cause: unknown) => {
    throw new UserError('Only Linux says what a process takes (/proc): run this benchmark there.', cause);
  });
  // The first number of the file, in nanoseconds: https://docs.kernel.org/scheduler/sched-stats.html
  const times = await Promise.all(
    threads.map(async (thread) => Number.parseInt(await readFile(`${folder}/${thread}/schedstat`, 'utf8'), 10)),
  );
  return times.reduce((sum, time) => sum + time, 0) / 1e6;
}

/** The memory of a process that is in RAM, in megabytes. */
export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1_024;
}

/** A process and those that it has started. */
export async function withChildren(pid: number): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return [pid, ...children.split(' ').filter(Boolean).map(Number)];
}

/** The process that started another one. */
export async function parentOf(pid: number): Promise<number> {
  return Number(/^PPid:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
